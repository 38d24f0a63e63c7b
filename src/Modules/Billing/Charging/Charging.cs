using System.Globalization;
using Cln.Contracts;
using Cln.Data;

namespace Cln.Billing;

/// <summary>Charges for what resellers keep running.</summary>
internal sealed class Charging(ClnDbContext db, MonthBegins months, Ledger ledger, PriceList prices, CreditLimit credit, ITokenLimits limits) : ICharging
{
    public async Task<Money> SetAsync(Chargeable item, CancellationToken cancellation)
    {
        var (books, today) = await months.CatchUpAsync(item.ResellerId, cancellation);
        var known = await FindAsync(item, today.FirstOfMonth(), cancellation);
        if (known is null && item.Quantity == 0) return Money.Zero;

        var usage = known ?? await BeginAsync(item, today.FirstOfMonth(), cancellation);
        var change = usage.Change(item.Quantity, today);
        if (change.Units == 0) return Money.Zero;

        await ChargeAsync(usage, change, books.Currency, cancellation);
        usage.Accept(change);
        usage.Title = item.Title;
        if (known is null) db.UsageMonths.Add(usage);
        return change.Due;
    }

    public Task<IReadOnlyDictionary<string, Money>> PricesAsync(long resellerId, CancellationToken cancellation) => prices.OfResellerAsync(resellerId, cancellation);

    private async Task<UsageMonth?> FindAsync(Chargeable item, DateOnly month, CancellationToken cancellation)
    {
        var usage = await db.UsageMonths.FindAsync([item.ResellerId, month, item.Key], cancellation);
        return usage is null || usage.PriceCode == item.PriceCode
            ? usage
            : throw new InvalidOperationException($"{item.Key} is charged as {usage.PriceCode} and can't become {item.PriceCode}: another price is another item.");
    }

    private async Task<UsageMonth> BeginAsync(Chargeable item, DateOnly month, CancellationToken cancellation)
    {
        var monthly = await PricesAsync(item.ResellerId, cancellation);
        return monthly.TryGetValue(item.PriceCode, out var price)
            ? UsageMonth.Begin(item, month, price)
            : throw new InvalidOperationException($"The price list has no price of {item.PriceCode} for the tier of reseller {item.ResellerId}.");
    }

    /// <summary>Here every charge passes that somebody causes, so that a token's limits hold whatever it is for. The month's own charges are nobody's.</summary>
    private async Task ChargeAsync(UsageMonth usage, UsageChange change, string currency, CancellationToken cancellation)
    {
        var spend = change.Units > 0 ? await limits.TakeAsync(new(Money.Max(Money.Zero, change.Due), usage.PriceCode, change.Units), cancellation) : null;
        if (change.Due.IsZero) return;
        try
        {
            await PostAsync(usage, change, currency, spend, cancellation);
        }
        catch (InsufficientFunds) when (spend is not null)
        {
            // The rest of the transaction may go on: what wasn't charged isn't counted.
            await limits.CorrectAsync(-spend, cancellation);
            throw;
        }
    }

    private async Task PostAsync(UsageMonth usage, UsageChange change, string currency, TokenSpend? spend, CancellationToken cancellation)
    {
        var (kind, verb) = change.Units > 0 ? (ChargeKind.Added, "added") : (ChargeKind.Removed, "removed");
        var posting = Posting.Charged(
            usage.ResellerId, currency,
            string.Create(CultureInfo.InvariantCulture, $"{usage.ResellerId}:{Days.MonthText(usage.Month)}:{usage.ItemKey}:{usage.Changes + 1}"),
            string.Create(CultureInfo.InvariantCulture, $"{usage.Title}: {Math.Abs(change.Units)} {verb}"),
            change.Due,
            change.Due.IsNegative ? null : await credit.OfAsync(usage.ResellerId, cancellation));
        db.Charges.Add(new()
        {
            ResellerId = usage.ResellerId,
            Transaction = await ledger.PostAsync(posting, cancellation),
            Kind = kind,
            Title = usage.Title,
            Quantity = Math.Abs(change.Units),
            SubTotal = change.Due,
            ApiTokenId = spend?.ApiTokenId,
            SpentOn = spend?.Day,
        });
    }
}
