using System.Net;
using Cln.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Telemetry;

namespace Cln.Billing;

/// <summary>What PayPal is made of, where the settings have it.</summary>
internal static class PayPalParts
{
    private static readonly TimeSpan certificatePatience = TimeSpan.FromSeconds(5);

    public static void AddPayPal(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<ChangesOfPayPalOrders>();
        if (PayPalSettings.Read(configuration) is not { } settings) return;
        services
            .AddSingleton(settings)
            .AddSingleton<PayPalToken>()
            .AddSingleton<PayPalHttp>()
            .AddSingleton<PayPalNotes>()
            .AddSingleton<PayPalDisputes>()
            .AddSingleton<PayPalReading>()
            .AddSingleton<PayPalReport>()
            .AddSingleton<PayPalOrders>()
            .AddSingleton<PayPalVault>()
            .AddSingleton<PayPalCertificates>()
            .AddSingleton<PayPalSignature>()
            .AddSingleton<IGateway, PayPal>()
            .AddSingleton<IGatewayStatement, PayPalStatement>()
            .AddSingleton<IWebhookSource, PayPalEvents>();

        // What isn't answered is asked for again later, so that it isn't an error of ours.
        services.Configure<TelemetryOptions>(telemetry =>
            telemetry.SeverityProvider = told => told.Event.Severity > ResilienceEventSeverity.Warning ? ResilienceEventSeverity.Warning : told.Event.Severity);
        AddClient(services, PayPalHttp.Doing, settings);
        AddClient(services, PayPalHttp.Asking, settings);
        services.AddHttpClient(PayPalCertificates.Fetching, client =>
        {
            client.Timeout = certificatePatience;
            client.MaxResponseContentBufferSize = PayPalCertificates.Largest * 2;
        }).ConfigurePrimaryHttpMessageHandler(Connections);
    }

    private static void AddClient(IServiceCollection services, string name, PayPalSettings settings)
    {
        services.TryAddTransport();
        var client = services.AddHttpClient(name, client =>
        {
            client.BaseAddress = settings.ApiBase;
            client.Timeout = GatewayTransport.Patience;
        }).ConfigurePrimaryHttpMessageHandler(Connections);
        if (name == PayPalHttp.Asking) client.AddResilienceHandler("ask-again", AskAgain);
        client.AddHttpMessageHandler<GatewayTransport>();
    }

    private static void TryAddTransport(this IServiceCollection services)
    {
        if (services.All(service => service.ServiceType != typeof(GatewayTransport))) services.AddTransient(_ => new GatewayTransport());
    }

    /// <summary>Asking has no effect, so that it may be done three times. A pause that PayPal asks for is its caller's to keep.</summary>
    private static void AskAgain(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, ResilienceHandlerContext context)
    {
        // The network's own pace, also where a test moves the clock.
        pipeline.TimeProvider = TimeProvider.System;
        pipeline.AddRetry(new HttpRetryStrategyOptions
        {
            MaxRetryAttempts = 2,
            Delay = TimeSpan.FromMilliseconds(200),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldRetryAfterHeader = false,
            ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome.Exception is HttpRequestException or GatewayNotReached || attempt.Outcome.Result?.StatusCode >= HttpStatusCode.InternalServerError),
        });
    }

    private static SocketsHttpHandler Connections() => new()
    {
        UseCookies = false,
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };
}
