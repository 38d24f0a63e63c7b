using Cln.Contracts;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cln.Host;

/// <summary>What stands in for the contracts of modules that are off, so that those that are on still work.</summary>
internal static class StandIns
{
    public static void AddStandIns(this IServiceCollection services)
    {
        services.TryAddSingleton<ICatalogue, BuiltInTypes>();
        services.TryAddScoped<ICharging, NothingIsCharged>();
        services.TryAddSingleton<IPriceList, OneFreeTier>();
        services.TryAddSingleton<IPayments, NothingIsDue>();
        services.TryAddSingleton<IInvoicing, NoDocuments>();
    }

    /// <summary>Without IpLicenses: the types that the platform comes with.</summary>
    private sealed class BuiltInTypes : ICatalogue
    {
        public IReadOnlyList<LicenseType> Types => LicenseType.BuiltIn;
    }

    /// <summary>Without Billing: everything is free. Nobody remembers what ran before, so that an API token's licences are counted whole with each change.</summary>
    private sealed class NothingIsCharged(ITokenLimits limits) : ICharging
    {
        public async Task<Money> SetAsync(Chargeable item, CancellationToken cancellation)
        {
            if (item.Quantity > 0) await limits.TakeAsync(new(Money.Zero, item.PriceCode, item.Quantity), cancellation);
            return Money.Zero;
        }

        public async Task<IReadOnlyList<Charged>> SetAllAsync(IReadOnlyList<Chargeable> items, CancellationToken cancellation)
        {
            List<Charged> all = new(items.Count);
            foreach (var item in items)
            {
                try
                {
                    all.Add(new(await SetAsync(item, cancellation), Refused: null));
                }
                catch (DomainError refused) when (refused is TokenLimitExceeded or TokenProductNotAllowed)
                {
                    all.Add(new(Money.Zero, refused));
                }
            }

            return all;
        }

        public Task<IReadOnlyList<Charged>> QuoteAsync(IReadOnlyList<Chargeable> items, CancellationToken cancellation) =>
            Task.FromResult<IReadOnlyList<Charged>>([.. items.Select(_ => new Charged(Money.Zero, Refused: null))]);

        public Task<IReadOnlyDictionary<string, Money>> PricesAsync(long resellerId, CancellationToken cancellation) =>
            Task.FromResult<IReadOnlyDictionary<string, Money>>(LicenseType.BuiltIn.Select(type => type.Code).Append(Chargeable.BackupPer10Gb).ToDictionary(code => code, _ => Money.Zero, StringComparer.Ordinal));
    }

    /// <summary>Without Billing: there is one tier, "standard", and it is free.</summary>
    private sealed class OneFreeTier : IPriceList
    {
        public Task<IReadOnlyList<Tier>> TiersAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<Tier>>([new("standard", "Standard", Money.Zero)]);


    }

    /// <summary>Without Billing: no deposit is taken.</summary>
    private sealed class NothingIsDue : IPayments
    {
        public Task<StartedPaymentMethod> StartMethodAsync(long resellerId, string gateway, string returnUrl, string cancelUrl, CancellationToken cancellation) => throw new GatewayNotConfigured(gateway);

        public Task<DepositOutcome> TakeDepositAsync(Deposit deposit, CancellationToken cancellation) => Task.FromResult(new DepositOutcome(Paid: true, DeclineReason: null, Tried: false));

        public Task<DepositStanding> FindDepositAsync(long resellerId, CancellationToken cancellation) => Task.FromResult(new DepositStanding(MayArrive: false, PayerAction: null));
    }

    /// <summary>Without Invoices: money moves without documents.</summary>
    private sealed class NoDocuments : IInvoicing
    {
        public Task PaymentReceivedAsync(MoneyMoved moved, CancellationToken cancellation) => Task.CompletedTask;

        public Task RefundedAsync(MoneyMoved moved, CancellationToken cancellation) => Task.CompletedTask;

        public Task MonthBegunAsync(MonthCharged charged, CancellationToken cancellation) => Task.CompletedTask;
    }
}
