using Cln.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Servers;

/// <summary>The machines: they register, check in and are unregistered. Who may is decided by the modules that sell admission.</summary>
public sealed class ServersModule : IModule
{
    public string Name => "Servers";

    public void Register(IServiceCollection services, IConfiguration configuration) => services.AddScoped<IServers, Registry>();
}
