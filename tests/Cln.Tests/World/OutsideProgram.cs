using System.Diagnostics;

namespace Cln.Tests;

/// <summary>Runs programs of other makers, as somebody at a prompt would.</summary>
internal static class OutsideProgram
{
    private static readonly TimeSpan patience = TimeSpan.FromMinutes(5);

    /// <summary>Asserts that it ends well.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(string folder, IReadOnlyDictionary<string, string> environment, string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var waiting = new CancellationTokenSource(patience);
        try
        {
            var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(waiting.Token), process.StandardError.ReadToEndAsync(waiting.Token));
            await process.WaitForExitAsync(waiting.Token);
            Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', start.ArgumentList)}\n{string.Concat(texts)}");
            return texts[0];
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Whether there is such a program on this machine.</summary>
    public static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(path => File.Exists(Path.Combine(path, program)) || File.Exists(Path.Combine(path, $"{program}.cmd")));
}
