using Cln.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cln.IpLicenses;

/// <summary>Licences by address, the catalogue of what can be licensed, and backups of licensed servers.</summary>
public sealed class IpLicensesModule : IModule
{
    public string Name => "IpLicenses";

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
