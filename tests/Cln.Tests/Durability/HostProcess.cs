using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Cln.Tests.Durability;

/// <summary>The host as a process of its own, which can be killed.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    // However busy the machine, and however much a test asks for.
    private static readonly (string, string?)[] limits = [("Graph:Limits:Points", "1000000000"), ("Graph:Limits:Seconds", "600"), ("Graph:Limits:LongSeconds", "600")];

    private readonly Process process;
    private readonly HttpClient http;

    private HostProcess(Process process, HttpClient http)
    {
        this.process = process;
        this.http = http;
    }

    public Uri Address => http.BaseAddress!;

    public static async Task<HostProcess> StartAsync(string folder, DateTimeOffset? now = null, params (string Name, string? Value)[] settings)
    {
        var address = $"http://127.0.0.1:{FreePort()}";
        var process = Start(folder, [], [("Urls", address), ("Clock__Now", now?.ToString("O")), .. settings]);
        var started = new TaskCompletionSource();
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith("ClnReseller runs at", StringComparison.Ordinal) is true) started.TrySetResult();
        };
        process.Exited += (_, _) => started.TrySetException(new InvalidOperationException($"The host ended with {process.ExitCode} before it served."));
        process.EnableRaisingEvents = true;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await started.Task.WaitAsync(TimeSpan.FromSeconds(120));
        return new(process, new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new(address) });
    }

    /// <summary>Runs one command of the host to its end.</summary>
    public static Task<(int ExitCode, string Output)> CommandAsync(string folder, string command) => CommandAsync(folder, [command]);

    public static async Task<(int ExitCode, string Output)> CommandAsync(string folder, string[] command, params (string Name, string? Value)[] settings)
    {
        using var process = Start(folder, command, settings);
        _ = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }

    public Api Anonymous() => new(http, bearer: null);

    public Api With(string token) => new(http, token);

    public async Task<Api> SignInAsync(string login = "acme")
    {
        var answer = await Anonymous().SendAsync(
            "mutation($login: String!) { signIn(input: { login: $login, password: \"correct horse battery\" }) { session { token } errors { ... on Error { message } } } }", new { login });
        return With(answer.Worked("signIn").Text("signIn.session.token"));
    }

    /// <summary>Waits for the process to end by itself.</summary>
    public async Task EndedAsync(TimeSpan patience)
    {
        using var enough = new CancellationTokenSource(patience);
        await process.WaitForExitAsync(enough.Token);
    }

    /// <summary>Kill −9: the process gets no chance to finish anything.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await KillAsync();
        process.Dispose();
        http.Dispose();
    }

    private static Process Start(string folder, string[] arguments, params (string Name, string? Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Cln.Host.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = folder };
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[("ASPNETCORE_ENVIRONMENT", "Development"), ("Data__Folder", folder), ("Access__PasswordIterations", "1000"), .. limits, .. settings]) start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        return Process.Start(start)!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
