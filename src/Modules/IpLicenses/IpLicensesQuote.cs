using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.IpLicenses;

/// <summary>What a change of licences would cost if it were made now, reckoned as it would be charged. Asking changes nothing.</summary>
internal sealed class IpLicensesQuote(IReadOnlyList<IpLicenseQuote> rows, DomainError? error = null)
{
    /// <summary>What would be charged at once, for the days left in this month; negative for what would come back.</summary>
    [Scope(Scopes.PricesRead)]
    public Money Total => rows.Aggregate(Money.Zero, (sum, row) => sum + row.Due);

    /// <summary>How much more every whole month costs afterwards; negative for less.</summary>
    [Scope(Scopes.PricesRead)]
    public Money Monthly => rows.Aggregate(Money.Zero, (sum, row) => sum + row.Monthly);

    /// <summary>One for each licence, in the order of the question.</summary>
    public IReadOnlyList<IpLicenseQuote> Rows => rows;

    /// <summary>Why the whole of it would be refused; null when it wouldn't.</summary>
    public DomainError? Error => error;
}

/// <summary>What one licence's part in a change would cost.</summary>
/// <param name="Ip">The address.</param>
/// <param name="Type">What is licensed; null where the catalogue has no such type.</param>
/// <param name="IpLicense">The licence, where you have it already; adding it changes nothing.</param>
/// <param name="Due">What would be charged for it at once; negative for what would come back, that of its backup included.</param>
/// <param name="Monthly">How much more a whole month costs for it afterwards; negative for less.</param>
/// <param name="Errors">Why it would be refused: the mistakes that the mutation tells. Null when it wouldn't. An API token's own limits aren't looked at.</param>
internal sealed record IpLicenseQuote(
    IpAddress Ip,
    LicenseType? Type,
    IpLicense? IpLicense,
    [property: Scope(Scopes.PricesRead)] Money Due,
    [property: Scope(Scopes.PricesRead)] Money Monthly,
    IReadOnlyList<DomainError>? Errors);

[Extends<Query>]
internal static class QuotesOfIpLicenses
{
    /// <summary>What <c>addIpLicenses</c> would charge and refuse for these licences if it were called now. Nothing is added.</summary>
    /// <param name="licenses">At most 10,000.</param>
    [Scope(Scopes.LicensesRead), Bulk]
    public static async Task<IpLicensesQuote> AddIpLicensesQuoteAsync(IReadOnlyList<NewIpLicenseInput> licenses, Licensing licensing, CancellationToken cancellation) =>
        licenses.Count <= AddIpLicenses.Most ? await licensing.QuoteAsync(licenses, cancellation) : TooMany("licenses", licenses.Count);

    /// <summary>What <c>removeIpLicenses</c> would credit for these licences, and for the backups that end with them, if it were called now. Nothing is removed.</summary>
    /// <param name="ipLicenseIds">At most 10,000; one that is named twice counts once.</param>
    [Scope(Scopes.LicensesRead), Bulk]
    public static async Task<IpLicensesQuote> RemoveIpLicensesQuoteAsync(IReadOnlyList<Id<IpLicense>> ipLicenseIds, ClnDbContext db, ICatalogue catalogue, ICharging charging, CancellationToken cancellation)
    {
        if (ipLicenseIds.Count > AddIpLicenses.Most) return TooMany("ipLicenseIds", ipLicenseIds.Count);
        var wanted = ipLicenseIds.Select(id => id.Value).Distinct().ToList();
        var found = await db.IpLicenses.AsNoTracking().Where(license => wanted.Contains(license.Id)).ToDictionaryAsync(license => license.Id, cancellation);
        if (wanted.FindIndex(id => !found.ContainsKey(id)) is >= 0 and var place) return new([], new NotFound($"IP licence as ipLicenseIds[{place}]"));
        if (wanted.Count == 0) return new([]);
        var licenses = wanted.ConvertAll(id => found[id]);
        var backups = await db.Backups.AsNoTracking().Where(backup => wanted.Contains(backup.IpLicenseId)).ToListAsync(cancellation);

        var prices = await charging.PricesAsync(licenses[0].ResellerId, cancellation);
        var dues = await charging.QuoteAsync([.. backups.Select(backup => backup.Charge(0)), .. licenses.Select(license => license.Charge(catalogue.Get(license.TypeCode), 0))], cancellation);
        var ended = backups.Zip(dues).ToDictionary(one => one.First.IpLicenseId, one => (one.Second.Due, Monthly: prices.GetValueOrDefault(Chargeable.BackupPer10Gb) * one.First.Charge(one.First.SizeGb).Quantity));
        return new([.. licenses.Zip(dues.Skip(backups.Count)).Select(one => RowOf(one.First, one.Second.Due))]);

        IpLicenseQuote RowOf(IpLicense license, Money due)
        {
            var backup = ended.GetValueOrDefault(license.Id);
            var monthly = license.SuspendedAt is null ? prices.GetValueOrDefault(license.TypeCode) : Money.Zero;
            return new(license.Ip, catalogue.Get(license.TypeCode), license, due + backup.Due, -(monthly + backup.Monthly), Errors: null);
        }
    }

    /// <summary>What <c>convertIpLicense</c> would charge or credit, or why it would refuse, if it were called now. Nothing is converted.</summary>
    /// <param name="ipLicenseId">The licence.</param>
    /// <param name="type">The code of the type that it would become.</param>
    [Scope(Scopes.LicensesRead)]
    public static async Task<Quote> ConvertIpLicenseQuoteAsync(Id<IpLicense> ipLicenseId, string type, ClnDbContext db, ICatalogue catalogue, ICharging charging, CancellationToken cancellation)
    {
        try
        {
            var (license, from, to) = await ConvertIpLicense.ExamineAsync(ipLicenseId, type, db, catalogue, charging, cancellation);
            if (from == to) return new(Money.Zero, Money.Zero, error: null);
            var prices = await charging.PricesAsync(license.ResellerId, cancellation);
            return Told(await charging.QuoteAsync([license.Charge(from, 0), license.Charge(to, 1)], cancellation), prices[to.Code] - prices.GetValueOrDefault(from.Code));
        }
        catch (DomainError refused)
        {
            return new(Money.Zero, Money.Zero, refused);
        }
    }

    /// <summary>What a backup of this size would cost on this licence: activated, resized, or with 0 ended, if it were done now. Nothing is changed.</summary>
    /// <param name="ipLicenseId">The licence.</param>
    /// <param name="sizeGb">The whole size in GB; 0 for no backup.</param>
    [Scope(Scopes.LicensesRead)]
    public static async Task<Quote> BackupQuoteAsync(Id<IpLicense> ipLicenseId, int sizeGb, ClnDbContext db, ICatalogue catalogue, ICharging charging, CancellationToken cancellation)
    {
        var license = await db.IpLicenses.AsNoTracking().SingleOrDefaultAsync(candidate => candidate.Id == ipLicenseId.Value, cancellation);
        if (license is null) return new(Money.Zero, Money.Zero, new NotFound("IP licence"));
        var backup = await db.Backups.AsNoTracking().SingleOrDefaultAsync(candidate => candidate.ResellerId == license.ResellerId && candidate.Ip == license.Ip, cancellation);
        if (sizeGb != 0 && !Backup.IsFor(catalogue.Get(license.TypeCode))) return new(Money.Zero, Money.Zero, new BackupNeedsImunify360(catalogue.Get(license.TypeCode)));
        if (sizeGb != 0 && !Backup.IsSize(sizeGb)) return new(Money.Zero, Money.Zero, Backup.WrongSize(sizeGb));

        var (now, then) = (Backup.Charge(license.ResellerId, license.Ip, backup?.SizeGb ?? 0), Backup.Charge(license.ResellerId, license.Ip, sizeGb));
        var price = (await charging.PricesAsync(license.ResellerId, cancellation)).GetValueOrDefault(Chargeable.BackupPer10Gb);
        return Told(await charging.QuoteAsync([then], cancellation), price * (then.Quantity - now.Quantity));
    }

    private static Quote Told(IReadOnlyList<Charged> charged, Money monthly) =>
        charged.Select(one => one.Refused).FirstOrDefault(refused => refused is not null) is { } refused
            ? new(Money.Zero, Money.Zero, refused)
            : new(charged.Aggregate(Money.Zero, (sum, one) => sum + one.Due), monthly, error: null);

    private static IpLicensesQuote TooMany(string argument, int count) => new([], new InvalidInput(argument, $"there are {count}, and one call takes at most {AddIpLicenses.Most}. Ask for the rest in further calls."));
}
