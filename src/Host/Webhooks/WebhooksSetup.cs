using Cln.Contracts;

namespace Cln.Host.Webhooks;

/// <summary>Webhooks that go out. (Those of the gateways, which come in, are Billing's.)</summary>
internal static class WebhooksSetup
{
    /// <exception cref="WrongSetting">A setting isn't of the form that it takes.</exception>
    public static IServiceCollection AddWebhooksOut(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services
            .AddSingleton(WebhookSettings.Read(configuration, environment))
            .AddSingleton<IInvariants, WebhookInvariants>()
            .AddSingleton<WebhookNames>()
            .AddSingleton<WebhookTransport>()
            .AddSingleton<WebhookCall>()
            .AddSingleton<WebhookPayloads>()
            .AddSingleton<WebhookQueue>()
            .AddSingleton<WebhookSender>()
            .AddScoped<WebhookDocuments>()
            .AddScoped<WebhookRows>();

        // A host that leaves the jobs to others leaves this to them too.
        return configuration.GetValue("Jobs:Enabled", true) ? services.AddHostedService(provider => provider.GetRequiredService<WebhookSender>()) : services;
    }
}
