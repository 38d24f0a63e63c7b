using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests;

/// <summary>Another host of a world. What must be true is looked at when the world itself is disposed.</summary>
public sealed class Twin : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpClient http;

    internal Twin(WebApplication app)
    {
        this.app = app;
        http = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
    }

    public Api With(string bearer) => new(http, bearer);

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
