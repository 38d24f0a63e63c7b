using Cln.Contracts;
using Cln.Servers.Pages;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Servers;

/// <summary>The machines: they register, check in and are unregistered. Who may is decided by the modules that sell admission.</summary>
public sealed class ServersModule : IModule
{
    public string Name => "Servers";

    public IReadOnlyList<Tile> Tiles => [new(typeof(SilentTile), 40, Scopes.ServersRead)];

    public void Register(IServiceCollection services, IConfiguration configuration) => services.AddScoped<IServers, Registry>();
}
