using Cln.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Spacewalk;

/// <summary>Server accounts and their keys: licences that servers take by bringing a key instead of by their address.</summary>
public sealed class SpacewalkModule : IModule
{
    public string Name => "Spacewalk";

    public void Register(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<IAdmission, KeyAdmission>();
        services.AddScoped<ISuspendables, SuspendableAccounts>();
        services.AddSingleton<IInvariants, SpacewalkInvariants>();
    }
}
