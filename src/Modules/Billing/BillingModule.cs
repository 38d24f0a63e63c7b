using Cln.Contracts;
using Cln.Pages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static MudBlazor.Icons.Material;

namespace Cln.Billing;

/// <summary>Money: the ledger, the price list, charging by the month, payments and the gateways that take them, autopayment.</summary>
public sealed class BillingModule : IModule
{
    public string Name => "Billing";

    public IReadOnlyList<Page> Pages =>
    [
        new(Sections.Billing, "Balance & Top up", "/billing/balance", Outlined.AccountBalanceWallet, Scopes.BillingRead) { Order = 10, Badge = typeof(Cln.Billing.Pages.BalanceBadge) },
        new(Sections.Billing, "Payment methods", "/billing/payment-methods", Outlined.CreditCard, Scopes.BillingRead) { Order = 20 },
        new(Sections.Operator, "Payments to review", "/operator/payments", Outlined.FactCheck, Scopes.Operator) { Order = 30, IsResellers = false },
        new(Sections.Operator, "Reconciliation", "/operator/reconciliation", Outlined.Balance, Scopes.Operator) { Order = 40, IsResellers = false },
        new(Sections.Operator, "Price lists", "/operator/prices", Outlined.Sell, Scopes.Operator) { Order = 50, IsResellers = false },
        new(Sections.Operator, "Trial balance", "/operator/trial-balance", Outlined.AccountBalance, Scopes.Operator) { Order = 60, IsResellers = false },
    ];

    public IReadOnlyList<Tile> Tiles =>
    [
        new(typeof(Cln.Billing.Pages.BalanceTile), 10, Scopes.BillingRead),
        new(typeof(Cln.Billing.Pages.SpendingTile), 40, Scopes.BillingRead),
        new(typeof(Cln.Billing.Pages.LastPaymentsTile), 50, Scopes.BillingRead),
    ];

    public void Register(IServiceCollection services, IConfiguration configuration)
    {
        var sandbox = SandboxSettings.Read(configuration);
        services.AddPayPal(configuration);
        services.AddStripe(configuration);
        services.AddWebhooks(configuration);
        var settings = BillingSettings.Read(configuration);
        if (sandbox.Enabled) services.AddSingleton<IGateway, Sandbox>().AddSingleton<IGatewayStatement, SandboxStatement>();
        services
            .AddSingleton(sandbox)
            .AddSingleton(settings)
            .AddSingleton<Apart>()
            .AddScoped<BooksLock>()
            .AddScoped<Ledger>()
            .AddScoped<Balances>()
            .AddSingleton<IInvariants, BillingInvariants>()
            .AddScoped<ICheck, LedgerHashes>()
            .AddScoped<ICheck, UsageDays>()
            .AddScoped<ICheck, SealCheck>()
            .AddSingleton(root => SealSettings.Read(configuration, root.GetRequiredService<IHostEnvironment>()))
            .AddSingleton<SealKey>()
            .AddSingleton<SealFiles>()
            .AddScoped<Sealing>()
            .AddSingleton(OperatorsMail.Read(configuration))
            .AddScoped<ReadStatements>()
            .AddScoped<StatementRows>()
            .AddScoped<Differences>()
            .AddScoped<BreakBook>()
            .AddScoped<Fees>()
            .AddScoped<Alarm>()
            .AddScoped<Notices>()
            .AddScoped<PriceList>()
            .AddScoped<IPriceList>(scope => scope.GetRequiredService<PriceList>())
            .AddScoped<PriceNotice>()
            .AddScoped<PriceLetters>()
            .AddScoped<CreditLimit>()
            .AddScoped<UsageNow>()
            .AddScoped<MonthBegins>()
            .AddScoped<ICharging, Charging>()
            .AddScoped<Gateways>()
            .AddScoped<GatewayCustomers>()
            .AddSingleton<PublishableKeys>()
            .AddScoped<PaymentMethods>()
            .AddSingleton(MailedLinks.Read(configuration))
            .AddSingleton(GatewayPatience.Usual)
            .AddSingleton<GatewayBreaker>()
            .AddScoped<GatewayCalls>()
            .AddScoped<Reversals>()
            .AddScoped<PaymentLetters>()
            .AddScoped<PaymentPosting>()
            .AddScoped<FollowUps>()
            .AddScoped<Settlement>()
            .AddScoped<Inquiry>()
            .AddSingleton<Waiting>()
            .AddScoped<Convergence>()
            .AddScoped<RefundRows>()
            .AddScoped<Refunding>()
            .AddScoped<Resolutions>()
            .AddScoped<TopUps>()
            .AddScoped<DepositRows>()
            .AddScoped<IPayments, Deposits>()
            .AddSingleton(AutopaymentSettings.Read(configuration, settings))
            .AddSingleton(AutopaymentSwitch.Read(configuration))
            .AddScoped<AutopaymentReading>()
            .AddScoped<AutopaymentDecisions>()
            .AddScoped<AutopaymentLetters>()
            .AddScoped<AutopaymentGate>()
            .AddScoped<ExpiringCards>()
            .AddSingleton(SuspensionSettings.Read(configuration))
            .AddScoped<SuspensionItems>()
            .AddScoped<ShortfallLetters>()
            .AddScoped<Shortfalls>()
            .AddScoped<StagedAutopayments>()
            .AddSingleton<AutopaymentSender>()
            .AddScoped<SandboxBook>();

        // A host that leaves the jobs to others leaves this to them too.
        if (configuration.GetValue("Jobs:Enabled", true)) services.AddHostedService(root => root.GetRequiredService<AutopaymentSender>());
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetRequiredService<SandboxSettings>().Enabled) SandboxPage.Map(routes);
        WebhookEndpoint.Map(routes);
    }
}
