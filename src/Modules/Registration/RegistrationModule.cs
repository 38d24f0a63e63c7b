using Cln.Contracts;
using Cln.Pages;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using static MudBlazor.Icons.Material;

namespace Cln.Registration;

/// <summary>How a hosting company becomes a reseller, and the pages where it keeps its details.</summary>
public sealed class RegistrationModule : IModule
{
    public string Name => "Registration";

    public IReadOnlyList<Page> Pages =>
    [
        new(Sections.Settings, "Profile", "/settings/profile", Outlined.Person, Scopes.ResellerRead) { Order = 10 },
        new(Sections.Settings, "Company", "/settings/company", Outlined.Business, Scopes.ResellerRead) { Order = 20 },
        new(Sections.Operator, "Resellers", "/operator/resellers", Outlined.Groups, Scopes.Operator) { Order = 10, IsResellers = false },
        new(Sections.Operator, "Agreement", "/operator/agreement", Outlined.Gavel, Scopes.Operator) { Order = 80, IsResellers = false },
    ];

    public void Register(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(RegistrationSettings.From(configuration));
        services.AddScoped<RegistrationsByToken>();
        services.AddScoped<PaymentTries>();
        services.AddScoped<DepositPayment>();
        services.AddScoped<Letters>();
        services.AddSingleton<IInvariants, RegistrationInvariants>();
    }
}
