using Cln.Host.Demo;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests;

/// <summary>A host with the demo data of <c>bin/dev</c>, as the guides have it.</summary>
internal sealed class DemoWorld : IAsyncDisposable
{
    private DemoWorld(World world, Api reseller, string token) => (World, Reseller, Token) = (world, reseller, token);

    public World World { get; }

    /// <summary>The demo's reseller, signed in.</summary>
    public Api Reseller { get; }

    /// <summary>An API token of the reseller's, with all rights.</summary>
    public string Token { get; }

    /// <summary>What the guides' commands and samples read from the environment.</summary>
    public IReadOnlyDictionary<string, string> Environment =>
        new Dictionary<string, string>(StringComparer.Ordinal) { ["CLN_URL"] = World.Address.GetLeftPart(UriPartial.Authority), ["CLN_TOKEN"] = Token };

    public static async Task<DemoWorld> StartAsync(params (string Name, string? Value)[] settings)
    {
        var world = await World.StartAsync(settings: settings);
        await world.Services.GetRequiredService<DemoData>().MakeAsync(CancellationToken.None);
        var token = await Registrations.TokenAsync(await world.SignInAsync(DemoData.Login, DemoData.Password));
        return new(world, await world.SignInAsync(DemoData.Login, DemoData.Password), token);
    }

    public ValueTask DisposeAsync() => World.DisposeAsync();
}
