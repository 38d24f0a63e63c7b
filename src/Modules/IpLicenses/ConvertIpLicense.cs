using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.IpLicenses;

/// <summary>A licence that becomes one of another type.</summary>
/// <param name="Id">The licence.</param>
/// <param name="Type">The code of the type that it becomes, of the same product.</param>
/// <param name="IdempotencyKey">Your name for this call: sent again with the same key, it changes nothing more and answers the same.</param>
internal sealed record ConvertIpLicenseInput(Id<IpLicense> Id, string Type, IdempotencyKey? IdempotencyKey = null);

[Extends<Mutation>]
internal static class ConvertIpLicense
{
    /// <summary>
    /// Changes the type of a licence within its product, such as from Imunify360 single user to up to 30 users. It is priced as removing the
    /// one and adding the other; the server and its backup stay. A licence that has the type already is answered as it is.
    /// </summary>
    [Scope(Scopes.LicensesWrite)]
    [Throws<NotFound>]
    [Throws<CannotConvert>]
    [Throws<LicenseSuspended>]
    [Throws<BackupNeedsImunify360>]
    [Throws<IpTaken>]
    [Throws<UnknownLicenseType>]
    [Throws<NotForSale>]
    [Throws<InsufficientFunds>]
    [Throws<TokenLimitExceeded>]
    [Throws<TokenProductNotAllowed>]
    public static async Task<IpLicense> ConvertIpLicenseAsync(ConvertIpLicenseInput input, ClnDbContext db, ICatalogue catalogue, ICharging charging, CancellationToken cancellation)
    {
        var (license, from, to) = await ExamineAsync(input.Id, input.Type, db, catalogue, charging, cancellation);
        if (from == to) return license;

        await charging.SetAsync(license.Charge(from, 0), cancellation);
        await charging.SetAsync(license.Charge(to, 1), cancellation);
        license.Convert(to);
        db.Tell(() => new IpLicenseConverted(license.ResellerId, license.Id, license.Ip, from.Code, to.Code));
        return license;
    }

    /// <summary>The licence, what it is and what it would become, if nothing but money stands in the way.</summary>
    internal static async Task<(IpLicense License, LicenseType From, LicenseType To)> ExamineAsync(
        Id<IpLicense> id, string type, ClnDbContext db, ICatalogue catalogue, ICharging charging, CancellationToken cancellation)
    {
        var to = catalogue.Require(type);
        var license = await db.IpLicenses.SingleOrDefaultAsync(candidate => candidate.Id == id.Value, cancellation) ?? throw new NotFound("IP licence");
        var from = catalogue.Get(license.TypeCode);
        if (from == to) return (license, from, to);
        if (license.SuspendedAt is not null) throw new LicenseSuspended($"The IP licence for {license.Ip}");

        if (from.Product != to.Product) throw CannotConvert.OtherProduct(from, to);
        if (!Backup.IsFor(to) && await db.Backups.AnyAsync(backup => backup.IpLicenseId == license.Id, cancellation)) throw new BackupNeedsImunify360(to);
        var there = await db.IpLicenses.OfEveryReseller().FirstOrDefaultAsync(other => other.Ip == license.Ip && other.TypeCode == to.Code, cancellation);
        if (there is not null) throw there.ResellerId == license.ResellerId ? CannotConvert.BothThere(license.Ip, from, to) : new IpTaken(license.Ip, to);
        if (!(await charging.PricesAsync(license.ResellerId, cancellation)).ContainsKey(to.Code)) throw new NotForSale(to);
        return (license, from, to);
    }
}

/// <summary>This licence can't become one of that type.</summary>
internal sealed class CannotConvert : DomainError
{
    private CannotConvert(string message)
        : base("CANNOT_CONVERT", message)
    {
    }

    public static CannotConvert OtherProduct(LicenseType from, LicenseType to) =>
        new($"A licence is converted within its product: {from.Name} belongs to {from.Product}, and {to.Name} to {to.Product}. Add the one and remove the other instead.");

    public static CannotConvert BothThere(IpAddress ip, LicenseType from, LicenseType to) =>
        new($"You have a licence for {to.Name} on {ip} already. Remove the one for {from.Name} instead.");
}
