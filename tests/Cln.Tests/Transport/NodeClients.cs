using System.Diagnostics;
using Cln.Tests.House;

namespace Cln.Tests.Transport;

/// <summary>Runs the clients in <c>tests/clients</c>, and installs their packages when they aren't or when their lock file is newer.</summary>
internal static class NodeClients
{
    private static readonly string folder = Path.Combine(Checkout.Root, "tests", "clients");
    private static readonly Lazy<Task> installed = new(InstallAsync);

    /// <summary>Why there is no client to run; null when there is.</summary>
    public static string? WhyMissing => OnPath("node") && OnPath("npm") ? null : "Node.js with npm is not installed on this machine.";

    /// <summary>Asserts that a client ends well.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(string script, params string[] arguments)
    {
        await installed.Value;
        var (code, output) = await StartAsync("node", [script, .. arguments]);
        Assert.True(code == 0, output);
        return output;
    }

    private static async Task InstallAsync()
    {
        var done = new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json"));
        if (done.Exists && done.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json"))) return;
        var (code, output) = await StartAsync("npm", "ci", "--no-audit", "--no-fund");
        Assert.True(code == 0, output);
    }

    private static async Task<(int Code, string Output)> StartAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, string.Concat(texts));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(path => File.Exists(Path.Combine(path, program)) || File.Exists(Path.Combine(path, $"{program}.cmd")));
}

/// <summary>A test that needs Node.js; where there is none it is skipped, aloud.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute() => Skip = NodeClients.WhyMissing;
}
