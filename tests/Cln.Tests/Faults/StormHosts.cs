using Cln.Tests.Durability;

namespace Cln.Tests.Faults;

/// <summary>Hosts on one database that are killed and started again all the time.</summary>
internal sealed class StormHosts(string folder, (string Name, string? Value)[] settings, int count) : IAsyncDisposable
{
    private readonly HostProcess?[] hosts = new HostProcess?[count];

    public int Kills { get; private set; }

    /// <summary>Starts all that aren't up, one after the other.</summary>
    public async Task StartAsync()
    {
        for (var i = 0; i < hosts.Length; i++) hosts[i] ??= await HostProcess.StartAsync(folder, now: null, settings);
    }

    /// <summary>A host that is up; null while all are down.</summary>
    public HostProcess? Any(int preferred)
    {
        for (var i = 0; i < hosts.Length; i++)
        {
            if (hosts[(preferred + i) % hosts.Length] is { } host) return host;
        }

        return null;
    }

    /// <summary>Kills one host after the other, and starts it again, until it is told to stop.</summary>
    public async Task KillAsync(StormSize size, CancellationToken until)
    {
        var chance = new Random(size.Seed);
        while (Kills < size.Kills)
        {
            await Task.Delay(size.KillEvery, TimeProvider.System, CancellationToken.None);
            if (until.IsCancellationRequested) break;
            var victim = chance.Next(hosts.Length);
            await TakeDownAsync(victim);
            Kills++;
            hosts[victim] = await HostProcess.StartAsync(folder, now: null, settings);
        }
    }

    public async ValueTask DisposeAsync()
    {
        for (var i = 0; i < hosts.Length; i++) await TakeDownAsync(i);
    }

    private async Task TakeDownAsync(int index)
    {
        if (hosts[index] is not { } host) return;
        hosts[index] = null;
        await host.KillAsync();
        await host.DisposeAsync();
    }
}
