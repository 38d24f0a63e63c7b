using Cln.Contracts;
using Cln.IpLicenses.Pages;
using Cln.Pages;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static MudBlazor.Icons.Material;

namespace Cln.IpLicenses;

/// <summary>Licences by address, the catalogue of what can be licensed, and backups of licensed servers.</summary>
public sealed class IpLicensesModule : IModule
{
    public string Name => "IpLicenses";

    public IReadOnlyList<Page> Pages =>
    [
        new(Sections.CloudLinux, "IP Licenses", "/cloudlinux-os/ip-licenses", Outlined.Lan, Scopes.LicensesRead),
        new(Sections.KernelCare, "IP Licenses", "/kernelcare/ip-licenses", Outlined.Lan, Scopes.LicensesRead),
        new(Sections.Imunify360, "IP Licenses", "/imunify360/ip-licenses", Outlined.Lan, Scopes.LicensesRead),
        new(Sections.Dashboard, "All IP licenses", "/ip-licenses", Outlined.Lan, Scopes.LicensesRead) { Order = 20 },
        new(Sections.Backup, "CL Backup", "/cl-backup", Outlined.CloudUpload, Scopes.LicensesRead),
    ];

    public IReadOnlyList<Tile> Tiles => [new(typeof(LicensesTile), 30, Scopes.LicensesRead), new(typeof(LatestTile), 50, Scopes.LicensesRead)];

    public void Register(IServiceCollection services, IConfiguration configuration)
    {
        var refuseSpecial = AddressRules.Read(configuration);
        services.AddSingleton(provider => new AddressRules(refuseSpecial ?? provider.GetRequiredService<IHostEnvironment>().IsProduction()));
        services.AddSingleton(BackupConsole.Read(configuration));
        services.AddSingleton<Catalogue>();
        services.AddSingleton<ICatalogue>(provider => provider.GetRequiredService<Catalogue>());
        services.AddScoped<IAdmission, AdmissionByAddress>();
        services.AddScoped<ISuspendables, SuspendableLicenses>();
        services.AddScoped<Licensing>();
    }
}
