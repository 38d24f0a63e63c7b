using Cln.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Billing;

/// <summary>Adds Stripe, where it is set up.</summary>
internal static class StripeSetup
{
    public static void AddStripe(this IServiceCollection services, IConfiguration configuration)
    {
        if (StripeSettings.Read(configuration) is not { } settings) return;
        services
            .AddSingleton(settings)
            .AddSingleton(new PublishableKey(StripeGateway.Name, settings.PublishableKey))
            .AddSingleton<StripeCalls>()
            .AddSingleton<StripeCustomers>()
            .AddSingleton<StripeMethods>()
            .AddSingleton<StripeRefunds>()
            .AddSingleton<IGateway, StripeGateway>()
            .AddSingleton<IGatewayStatement, StripeStatement>()
            .AddSingleton<IWebhookSource, StripeWebhooks>();
    }
}
