namespace Cln.Billing.Pages;

/// <summary>What the operators' page knows of prices.</summary>
internal sealed record PriceBook(IReadOnlyList<PricedTier> PriceList, IReadOnlyList<PricedThing> LicenseTypes, PriceMonths PriceTerms, IReadOnlyList<TierReaders> ResellersByTier)
{
    /// <summary>Stands for backup space among the codes of licence types.</summary>
    public const string Backup = "";

    public int Resellers(string tier) => ResellersByTier.FirstOrDefault(one => one.Tier.Code == tier)?.Count ?? 0;

    public PricedTier Tier(string code) => PriceList.First(tier => tier.Code == code);

    /// <summary>The types that have a price, or will have one, in some tier.</summary>
    public IEnumerable<PricedThing> Sold => LicenseTypes.Where(type => PriceList.Any(tier => tier.In(type.Code, PriceTerms.Latest) is not null));

    /// <summary>The months for which prices can be announced, a year ahead.</summary>
    public IEnumerable<DateOnly> Months => Enumerable.Range(0, 13).Select(PriceTerms.Earliest.AddMonths).Where(month => month <= PriceTerms.Latest);
}

internal sealed record PricedTier(string Code, string Name, Money Deposit, Money BackupPer10Gb, IReadOnlyList<PriceNow> Prices, IReadOnlyList<PriceToCome> PriceChanges)
{
    /// <summary>What it costs in a month, as it is announced; null when it isn't sold.</summary>
    public Money? In(string code, DateOnly month) => PriceChanges.LastOrDefault(change => change.Code == code && change.From <= month)?.Monthly ?? Now(code);

    public Money? Now(string code) => code.Length == 0 ? BackupPer10Gb : Prices.FirstOrDefault(price => price.LicenseType.Code == code)?.Monthly;

    /// <summary>What changes next.</summary>
    public PriceToCome? Next(string code) => PriceChanges.FirstOrDefault(change => change.Code == code);
}

internal sealed record TierReaders(int Count, TierName Tier);

internal sealed record TierName(string Code);

internal sealed record PriceNow(Money Monthly, PricedThing LicenseType);

internal sealed record PriceToCome(DateOnly From, Money? Before, Money Monthly, PricedThing? LicenseType)
{
    public string Code => LicenseType?.Code ?? PriceBook.Backup;
}

internal sealed record PricedThing(string Code, string Name);

internal sealed record PriceMonths(DateOnly Earliest, DateOnly EarliestRise, DateOnly Latest, int NoticeDays);
