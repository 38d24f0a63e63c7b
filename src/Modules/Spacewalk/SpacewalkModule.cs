using Cln.Contracts;
using Cln.Pages;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using static MudBlazor.Icons.Material;

namespace Cln.Spacewalk;

/// <summary>Server accounts and their keys: licences that servers take by bringing a key instead of by their address.</summary>
public sealed class SpacewalkModule : IModule
{
    public string Name => "Spacewalk";

    public IReadOnlyList<Page> Pages => [new(Sections.CloudLinux, "Server accounts", "/cloudlinux-os/server-accounts", Outlined.SupervisorAccount, Scopes.ServersRead) { Order = 10 }];

    public void Register(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<IAdmission, KeyAdmission>();
        services.AddScoped<ISuspendables, SuspendableAccounts>();
        services.AddSingleton<IInvariants, SpacewalkInvariants>();
    }
}
