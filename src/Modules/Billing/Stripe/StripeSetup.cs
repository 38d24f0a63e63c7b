using Cln.Contracts;
using Cln.Pages;
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
            .AddSingleton<IWebhookSource, StripeWebhooks>()
            .AddSingleton(new PageScript(StripeGateway.Name, settings.ScriptUrl.AbsoluteUri));
        foreach (var source in SourcesOf(settings.ScriptUrl)) services.AddSingleton(source);
    }

    /// <summary>What Stripe's form in a page loads, shows in frames and calls, as Stripe's guide to content security policies has it.</summary>
    private static IEnumerable<PageSource> SourcesOf(Uri script) => script.Host != "js.stripe.com"
        ? [new(script.GetLeftPart(UriPartial.Authority), HasScripts: true)]
        :
        [
            new("https://js.stripe.com", HasScripts: true), new("https://*.js.stripe.com", HasScripts: true),
            new("https://api.stripe.com", HasScripts: false, IsCalled: true), new("https://hooks.stripe.com", HasScripts: false),
        ];
}
