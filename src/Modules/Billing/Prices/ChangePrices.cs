using System.Globalization;
using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>New prices of a tier.</summary>
/// <param name="Tier">The code of a tier of the price list, such as "gold".</param>
/// <param name="From">The first day of the month from which they hold. <c>priceTerms</c> says which can be taken.</param>
/// <param name="Prices">What licences cost then: each type once. What isn't named stays as it is.</param>
/// <param name="BackupPer10Gb">What each 10 GB of backup space cost then, by the month: 0.00 to 10000.00. Null leaves it as it is.</param>
/// <param name="Reason">Why, in 3 to 150 characters, for the audit log.</param>
internal sealed record ChangePricesInput(string Tier, DateOnly From, IReadOnlyList<NewPriceInput>? Prices = null, Money? BackupPer10Gb = null, string? Reason = null);

/// <summary>A new price of a kind of licence.</summary>
/// <param name="Type">The code of the licence type, such as "IMUNIFY360_SINGLE".</param>
/// <param name="Monthly">For one licence and a whole month: 0.00 to 10000.00. Null withdraws what was announced for this type and month.</param>
internal sealed record NewPriceInput(string Type, Money? Monthly = null);

[Extends<Mutation>]
internal static class ChangePrices
{
    private static readonly Money most = new(10_000_00);

    /// <summary>
    /// For operators: announces what things cost in a tier from a month on. A price can rise when there is time to tell resellers before, 30 days as the agreement
    /// has it; it can fall with any month that doesn't begin within a day. Until then everything is charged and quoted at the prices of the month that it is. The
    /// resellers of the tier are written within minutes. What is announced and hasn't begun can be changed in the same way; set back to what holds before, it is
    /// withdrawn. They are written that too.
    /// </summary>
    [Scope(Scopes.Operator)]
    [Throws<UnknownTier>, Throws<UnknownLicenseType>, Throws<InvalidInput>, Throws<MonthTooSoon>, Throws<NoticeTooShort>]
    public static async Task<Tier> ChangePricesAsync(
        ChangePricesInput input, PriceList list, PriceNotice notice, ICatalogue catalogue, IAudit audit, ClnDbContext db, TimeProvider clock, CancellationToken cancellation)
    {
        if (input.Reason is { } reason) OperatorReason.Check(reason);
        var wanted = Wanted(input, catalogue);
        var tier = await list.LockAsync(input.Tier, cancellation);
        notice.Check(input.From);

        var rows = await db.PriceListPrices.Where(price => price.TierCode == tier.Code).ToListAsync(cancellation);
        var prices = new TierPrices(rows);
        var announced = PriceAnnouncement.Text(prices.After(clock.ThisMonth()));
        foreach (var (code, monthly) in wanted)
        {
            if (monthly is { } price && prices.IsRise(code, input.From, price)) notice.CheckRise(input.From, code);
            var (added, removed) = prices.Set(tier.Code, code, input.From, monthly);
            if (added is not null) db.PriceListPrices.Add(added);
            db.PriceListPrices.RemoveRange(removed);
        }

        var changes = PriceAnnouncement.Text(prices.After(clock.ThisMonth()));
        if (changes != announced) db.PriceAnnouncements.Add(new() { TierCode = tier.Code, AnnouncedAt = clock.GetUtcNow(), Changes = changes });
        audit.Explain(resellerId: 0, Detail(tier, input.From, wanted), input.Reason);
        return new(tier.Code, tier.Name, tier.Deposit);
    }

    private static List<(string Code, Money? Monthly)> Wanted(ChangePricesInput input, ICatalogue catalogue)
    {
        List<(string Code, Money? Monthly)> wanted = [.. (input.Prices ?? []).Select(price => (catalogue.Require(price.Type).Code, price.Monthly))];
        if (wanted.CountBy(price => price.Code).FirstOrDefault(price => price.Value > 1).Key is { } twice) throw new InvalidInput("prices", $"have {twice} twice. Name each type once.");
        if (input.BackupPer10Gb is { } backup) wanted.Add((Chargeable.BackupPer10Gb, backup));
        if (wanted.Count == 0) throw new InvalidInput("prices", "are none. Say at least one, or backupPer10Gb.");
        if (wanted.Find(price => price.Monthly is { } monthly && (monthly.IsNegative || monthly > most)) is { Code: { } wrong })
            throw new InvalidInput(wrong == Chargeable.BackupPer10Gb ? "backupPer10Gb" : "prices", $"a price is {Money.Zero} to {most}; that of {wrong} isn't.");
        return wanted;
    }

    /// <summary>As much of it as the audit log has room for.</summary>
    private static string Detail(PriceListTier tier, DateOnly from, List<(string Code, Money? Monthly)> wanted)
    {
        const int room = 100;
        var text = $"{tier.Code} from {Days.Text(from)}:";
        for (var told = 0; told < wanted.Count; told++)
        {
            var (code, monthly) = wanted[told];
            var next = $"{text}{(told == 0 ? "" : ",")} {code} {monthly?.ToString() ?? "as before"}";
            var rest = wanted.Count - told;
            var more = string.Create(CultureInfo.InvariantCulture, $"{text}, {rest} more");
            if (next.Length + (rest > 1 ? ", 99 more".Length : 0) > room) return more;
            text = next;
        }

        return text;
    }
}
