using Cln.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.IpLicenses;

/// <summary>Licences by address, the catalogue of what can be licensed, and backups of licensed servers.</summary>
public sealed class IpLicensesModule : IModule
{
    public string Name => "IpLicenses";

    public void Register(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(AddressRules.Read(configuration));
        services.AddSingleton(BackupConsole.Read(configuration));
        services.AddSingleton<Catalogue>();
        services.AddSingleton<ICatalogue>(provider => provider.GetRequiredService<Catalogue>());
        services.AddScoped<IAdmission, AdmissionByAddress>();
        services.AddScoped<Licensing>();
    }
}
