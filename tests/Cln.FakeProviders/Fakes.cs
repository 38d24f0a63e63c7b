using Cln.FakeProviders.Faults;
using Cln.FakeProviders.Hooks;
using Cln.FakeProviders.Keeping;
using Cln.FakeProviders.Pages;
using Cln.FakeProviders.PayPal;
using Cln.FakeProviders.Stripe;

namespace Cln.FakeProviders;

/// <summary>
/// Stripe and PayPal over real HTTP, as far as we use them, with books of their own on disk. Everything of ours begins with an underscore:
/// <c>/_books</c>, <c>/_fault</c>, <c>/_clock</c>, <c>/_webhooks</c>, <c>/_deliver</c>, <c>/_events</c>, <c>/_ca.pem</c>.
/// </summary>
public static class Fakes
{
    public static WebApplication Build(string[] args, TimeProvider? clock = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System.Net.Http", LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 1 << 20);
        var settings = new FakeSettings(builder.Configuration);
        builder.Services
            .AddSingleton(settings)
            .AddSingleton(new FakeClock(clock ?? TimeProvider.System, builder.Configuration.GetValue<DateTimeOffset?>("Fakes:Now")))
            .AddSingleton(_ => Books.Open(settings.Folder))
            .AddSingleton<FaultList>()
            .AddSingleton<KeysInUse>()
            .AddSingleton<StripeEndpoint>()
            .AddSingleton<PayPalEndpoint>()
            .AddSingleton<PayPalCertificate>()
            .AddSingleton<HookSignatures>()
            .AddSingleton<Ripening>()
            .AddSingleton<Deliverer>()
            .AddHostedService<Clockwork>();
        var app = builder.Build();
        app.UseMiddleware<KeysInUseGate>();
        app.UseMiddleware<FaultGate>();
        StripeSurface.Map(app);
        PayPalSurface.Map(app);
        CardPage.Map(app);
        StripeScript.Map(app);
        ThreeDSecurePage.Map(app);
        ApprovalPage.Map(app);
        Controls.Map(app);
        return app;
    }
}
