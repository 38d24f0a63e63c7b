using System.Globalization;
using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>
/// Charges for what resellers keep running. Any number of things takes the commands of one: the lock on the books makes the balance read once
/// right until the commit, and things of one title make one posting.
/// </summary>
internal sealed class Charging(ClnDbContext db, MonthBegins months, Balances balances, Ledger ledger, PriceList prices, CreditLimit credit, ITokenLimits limits, UsageNow now, TimeProvider clock) : ICharging
{
    public async Task<Money> SetAsync(Chargeable item, CancellationToken cancellation)
    {
        var (charged, refused) = (await SetAllAsync([item], cancellation))[0];
        return refused is null ? charged : throw refused;
    }

    public async Task<IReadOnlyList<Charged>> SetAllAsync(IReadOnlyList<Chargeable> items, CancellationToken cancellation)
    {
        if (items.Count == 0) return [];
        var resellerId = ResellerOf(items);
        var (books, today) = await months.CatchUpAsync(resellerId, cancellation);
        var changes = await ChangesAsync(items, await KnownAsync(items, today.FirstOfMonth(), cancellation), today, cancellation);
        await RefuseUnfundedAsync(resellerId, changes, cancellation);
        foreach (var alike in changes.Where(change => change.Refused is null).GroupBy(change => (change.Item.PriceCode, change.Item.Title, Adds: change.What.Units > 0)))
            await ChargeAsync([.. alike], books.Currency, cancellation);
        return [.. changes.Select(change => change.Told)];
    }

    public async Task<IReadOnlyList<Charged>> QuoteAsync(IReadOnlyList<Chargeable> items, CancellationToken cancellation)
    {
        if (items.Count == 0) return [];
        var resellerId = ResellerOf(items);
        var (known, today) = await now.FindAsync(resellerId, [.. items.Select(item => item.Key)], cancellation);
        var changes = await ChangesAsync(items, known, today, cancellation);
        await RefuseUnfundedAsync(resellerId, changes, cancellation);
        return [.. changes.Select(change => change.Told)];
    }

    public Task<IReadOnlyDictionary<string, Money>> PricesAsync(long resellerId, CancellationToken cancellation) => prices.OfResellerAsync(resellerId, clock.ThisMonth(), cancellation);

    private static long ResellerOf(IReadOnlyList<Chargeable> items)
    {
        var resellerId = items[0].ResellerId;
        return items.Any(item => item.ResellerId != resellerId) || items.DistinctBy(item => item.Key).Count() < items.Count
            ? throw new InvalidOperationException("Things that are charged together are one reseller's, and each is there once.")
            : resellerId;
    }

    private async Task<List<Change>> ChangesAsync(IReadOnlyList<Chargeable> items, IReadOnlyDictionary<string, UsageMonth> known, DateOnly today, CancellationToken cancellation)
    {
        var monthly = items.All(item => item.Quantity == 0 || known.ContainsKey(item.Key)) ? null : await prices.OfResellerAsync(items[0].ResellerId, today.FirstOfMonth(), cancellation);
        List<Change> changes = new(items.Count);
        foreach (var item in items)
        {
            var usage = known.GetValueOrDefault(item.Key);
            if (usage is not null && usage.PriceCode != item.PriceCode)
                throw new InvalidOperationException($"{item.Key} is charged as {usage.PriceCode} and can't become {item.PriceCode}: another price is another item.");
            var begun = usage ?? UsageMonth.Begin(item, today.FirstOfMonth(), item.Quantity == 0 ? Money.Zero : PriceOf(item, monthly!));
            changes.Add(new(item, begun, begun.Change(item.Quantity, today), IsNew: usage is null));
        }

        return changes;
    }

    /// <summary>What ran this month already, saved or staged by this very unit.</summary>
    private async Task<Dictionary<string, UsageMonth>> KnownAsync(IReadOnlyList<Chargeable> items, DateOnly month, CancellationToken cancellation)
    {
        var resellerId = items[0].ResellerId;
        var keys = items.Select(item => item.Key).ToList();
        var known = await db.UsageMonths.Where(usage => usage.ResellerId == resellerId && usage.Month == month && keys.Contains(usage.ItemKey))
            .ToDictionaryAsync(usage => usage.ItemKey, StringComparer.Ordinal, cancellation);
        foreach (var key in keys)
        {
            if (!known.ContainsKey(key) && db.UsageMonths.Local.FindEntryUntyped([resellerId, month, key])?.Entity is { } staged) known.Add(key, staged);
        }

        return known;
    }

    private static Money PriceOf(Chargeable item, IReadOnlyDictionary<string, Money> monthly) =>
        monthly.TryGetValue(item.PriceCode, out var price) ? price : throw new InvalidOperationException($"The price list has no price of {item.PriceCode} for the tier of reseller {item.ResellerId}.");

    /// <summary>In order: what the balance doesn't cover is refused, and what comes after it may still fit.</summary>
    private async Task RefuseUnfundedAsync(long resellerId, List<Change> changes, CancellationToken cancellation)
    {
        if (!changes.Exists(change => change.Due > Money.Zero)) return;
        var available = (await balances.OfAsync(resellerId, cancellation)).Amount + await credit.OfAsync(resellerId, cancellation);
        foreach (var change in changes)
        {
            if (change.Due > Money.Zero && change.Due > available)
                change.Refused = new InsufficientFunds(change.Due, Money.Max(Money.Zero, available));
            else
                available -= change.Due;
        }
    }

    /// <summary>Here every charge passes that somebody causes, so that a token's limits hold whatever it is for. The month's own charges are nobody's.</summary>
    private async Task ChargeAsync(IReadOnlyList<Change> alike, string currency, CancellationToken cancellation)
    {
        TokenSpend? spend = null;
        try
        {
            if (alike[0].What.Units > 0) spend = await limits.TakeAsync(SpendOf(alike), cancellation);
        }
        catch (DomainError refused) when (refused is TokenLimitExceeded or TokenProductNotAllowed)
        {
            if (alike is [var one])
            {
                one.Refused = refused;
                return;
            }

            // Together they are too much; one by one, some of them may not be.
            foreach (var change in alike) await ChargeAsync([change], currency, cancellation);
            return;
        }

        await PostAsync([.. alike.Where(change => !change.Due.IsZero)], currency, spend, cancellation);
        foreach (var change in alike.Where(change => change.What.Units != 0)) Accept(change);
    }

    private static Spend SpendOf(IReadOnlyList<Change> alike) => new(
        Money.Max(Money.Zero, alike.Aggregate(Money.Zero, (sum, change) => sum + change.Due)), alike[0].Item.PriceCode, alike.Sum(change => change.What.Units));

    private async Task PostAsync(IReadOnlyList<Change> alike, string currency, TokenSpend? spend, CancellationToken cancellation)
    {
        if (alike.Count == 0) return;
        var (usage, units, due) = (alike[0].Usage, Math.Abs(alike.Sum(change => change.What.Units)), alike.Aggregate(Money.Zero, (sum, change) => sum + change.Due));
        var (kind, verb) = alike[0].What.Units > 0 ? (ChargeKind.Added, "added") : (ChargeKind.Removed, "removed");
        var others = alike.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"+{alike.Count - 1}");
        var posting = Posting.Charged(
            usage.ResellerId, currency,
            string.Create(CultureInfo.InvariantCulture, $"{usage.ResellerId}:{Days.MonthText(usage.Month)}:{usage.ItemKey}:{usage.Changes + 1}{others}"),
            string.Create(CultureInfo.InvariantCulture, $"{alike[0].Item.Title}: {units} {verb}"),
            due,
            due.IsNegative ? null : await credit.OfAsync(usage.ResellerId, cancellation));
        db.Charges.Add(new()
        {
            ResellerId = usage.ResellerId,
            Transaction = await ledger.PostAsync(posting, cancellation),
            Kind = kind,
            Title = alike[0].Item.Title,
            Quantity = units,
            SubTotal = due,
            ApiTokenId = spend?.ApiTokenId,
            SpentOn = spend?.Day,
        });
    }

    private void Accept(Change change)
    {
        change.Usage.Accept(change.What);
        change.Usage.Title = change.Item.Title;
        if (change.IsNew) db.UsageMonths.Add(change.Usage);
    }

    /// <summary>One thing's change, on its way.</summary>
    private sealed record Change(Chargeable Item, UsageMonth Usage, UsageChange What, bool IsNew)
    {
        public DomainError? Refused { get; set; }

        public Money Due => What.Units == 0 ? Money.Zero : What.Due;

        public Charged Told => new(Refused is null ? What.Due : Money.Zero, Refused);
    }
}
