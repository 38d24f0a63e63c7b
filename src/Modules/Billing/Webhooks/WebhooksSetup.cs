using Cln.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Billing;

/// <summary>Adds what every gateway's webhooks share.</summary>
internal static class WebhooksSetup
{
    public static void AddWebhooks(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddSingleton(WebhookLimits.Usual)
            .AddSingleton<IInvariants, InboxInvariants>()
            .AddScoped<InboxRows>()
            .AddSingleton<Inbox>()
            .AddSingleton<InboxWorker>()
            .AddSingleton<WebhookEndpoint>();

        // A host that leaves the jobs to others leaves this to them too; it stores what it is told.
        if (configuration.GetValue("Jobs:Enabled", true)) services.AddHostedService(root => root.GetRequiredService<InboxWorker>());
    }
}
