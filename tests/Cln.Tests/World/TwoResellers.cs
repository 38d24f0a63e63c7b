namespace Cln.Tests;

/// <summary>A host with two resellers who know nothing of each other, for the tests of one class. Each test takes addresses of its own.</summary>
public sealed class TwoResellers : IAsyncLifetime
{
    public World World { get; private set; } = null!;

    public Api Mine { get; private set; } = null!;

    public Api Theirs { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        World = await World.StartAsync();
        Mine = await World.ResellerAsync("platinum");
        Theirs = await World.ResellerAsync("platinum");
    }

    public async Task DisposeAsync() => await World.DisposeAsync();
}
