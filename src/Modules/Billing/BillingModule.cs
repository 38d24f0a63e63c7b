using Cln.Contracts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cln.Billing;

/// <summary>Money: the ledger, the price list, charging by the month, payments and the gateways that take them, autopayment.</summary>
public sealed class BillingModule : IModule
{
    public string Name => "Billing";

    public void Register(IServiceCollection services, IConfiguration configuration)
    {
        var sandbox = SandboxSettings.Read(configuration);
        if (sandbox.Enabled) services.AddSingleton<IGateway, Sandbox>().AddSingleton<IGatewayStatement, SandboxStatement>();
        services
            .AddSingleton(sandbox)
            .AddSingleton(BillingSettings.Read(configuration))
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
            .AddScoped<CreditLimit>()
            .AddScoped<MonthBegins>()
            .AddScoped<ICharging, Charging>()
            .AddScoped<Gateways>()
            .AddScoped<PaymentMethods>()
            .AddScoped<Settlement>()
            .AddScoped<Convergence>()
            .AddScoped<TopUps>()
            .AddScoped<DepositRows>()
            .AddScoped<IPayments, Deposits>()
            .AddScoped<AutopaymentGate>()
            .AddScoped<StagedAutopayments>()
            .AddSingleton<AutopaymentSender>()
            .AddScoped<SandboxBook>();

        // A host that leaves the jobs to others leaves this to them too.
        if (configuration.GetValue("Jobs:Enabled", true)) services.AddHostedService(root => root.GetRequiredService<AutopaymentSender>());
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetRequiredService<SandboxSettings>().Enabled) SandboxPage.Map(routes);
    }
}
