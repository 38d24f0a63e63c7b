using Cln.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Registration;

/// <summary>How a hosting company becomes a reseller, and the pages where it keeps its details.</summary>
public sealed class RegistrationModule : IModule
{
    public string Name => "Registration";

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
