using Cln.Host;
using Cln.Host.Data;
using Cln.Tests.Data;
using Cln.Tests.Durability;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cln.Tests.Faults;

/// <summary>
/// A database, and the host processes that die on it one after the other. The process that comes after a crash is the one that dies next: it
/// is started with the next point, which doesn't count before it is armed.
/// </summary>
internal sealed class CrashSite(TestDatabase database) : IAsyncDisposable
{
    private readonly string trigger = Path.Combine(database.Folder, "armed");
    private HostProcess? host;
    private Api? reseller;

    /// <summary>The clock of the processes. Each start is later than any lock that a dead one held.</summary>
    public DateTimeOffset Now { get; private set; } = TimeProvider.System.GetUtcNow();

    /// <summary>The reseller of the demo data, on the host that runs now.</summary>
    public Api Reseller => reseller ?? throw new InvalidOperationException("No host runs.");

    public string MailFolder => Path.Combine(database.Folder, "mail");

    /// <summary>Starts a host in which a point is laid.</summary>
    public async Task StartAsync(string point)
    {
        File.Delete(trigger);
        Now += TimeSpan.FromMinutes(11);
        host = await HostProcess.StartAsync(database.Folder, Now, [.. Settings(), ("CRASH_AT", point), ("CRASH_IF", trigger)]);
        reseller = await host.SignInAsync();
    }

    public Api Anonymous() => host!.Anonymous();

    public Task<Api> OperatorAsync() => host!.SignInAsync("operator");

    /// <summary>Does something while the point is armed, and waits for the host to have died of it.</summary>
    public async Task DieAsync(Func<Task> act)
    {
        await File.WriteAllTextAsync(trigger, "");
        try
        {
            await act();
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or System.Text.Json.JsonException)
        {
            // The answer that never came.
        }

        await host!.EndedAsync(TimeSpan.FromSeconds(60));
        await StopAsync();
    }

    public async Task StopAsync()
    {
        if (host is not null) await host.DisposeAsync();
        (host, reseller) = (null, null);
    }

    public void GoTo(DateTimeOffset later) => Now = later > Now ? later : Now;

    /// <summary>Runs one job in a process of its own; no host may run meanwhile.</summary>
    public async Task<int> RunJobAsync(string job, string? point = null)
    {
        Now += TimeSpan.FromMinutes(11);
        return (await HostProcess.CommandAsync(database.Folder, ["job", job], [.. Settings(), ("Clock__Now", Now.ToString("O")), ("CRASH_AT", point)])).ExitCode;
    }

    /// <summary>What the checkup finds, beside whatever runs.</summary>
    public async Task<IReadOnlyList<string>> FindingsAsync()
    {
        await using var app = ClnHost.Build(
            ["--environment", "Development"],
            builder =>
            {
                builder.Configuration.AddInMemoryCollection(database.Settings).AddInMemoryCollection([new("Clock:Now", Now.ToString("O"))]);
                builder.Logging.ClearProviders();
            });
        return [.. (await Checkup.RunAsync(app.Services.GetRequiredService<IServiceScopeFactory>(), CancellationToken.None)).Where(finding => finding.Broken.Count > 0).Select(finding => finding.ToString())];
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private IEnumerable<(string Name, string? Value)> Settings() => database.Settings.Select(setting => (setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value));
}
