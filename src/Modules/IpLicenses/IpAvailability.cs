using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.IpLicenses;

/// <summary>What can be licensed on an address.</summary>
/// <param name="Available">The types that you can add: nobody has them there. Empty for an address that can't be licensed at all.</param>
/// <param name="Owned">The types that you have there.</param>
internal sealed record IpAvailability(IReadOnlyList<LicenseType> Available, IReadOnlyList<LicenseType> Owned);

[Extends<Query>]
internal static class IpAvailabilityOfAddress
{
    /// <summary>Which types can be licensed on this address, and which you have there. What is in neither list is licensed by another account.</summary>
    [Scope(Scopes.LicensesRead)]
    public static async Task<IpAvailability> IpAvailabilityAsync(IpAddress ip, ClnDbContext db, Caller caller, ICatalogue catalogue, AddressRules addresses, CancellationToken cancellation)
    {
        var owners = await db.IpLicenses.OfEveryReseller().Where(license => license.Ip == ip).ToDictionaryAsync(license => license.TypeCode, license => license.ResellerId, cancellation);
        return new(
            addresses.Accepts(ip) ? [.. catalogue.Types.Where(type => !owners.ContainsKey(type.Code))] : [],
            [.. catalogue.Types.Where(type => owners.TryGetValue(type.Code, out var owner) && owner == caller.ResellerId)]);
    }
}

[Extends<Query>]
internal static class LicenseCheck
{
    /// <summary>Which types are licensed on this address, by whomever: the public check of a server. A suspended licence isn't one.</summary>
    [AllowAnonymous]
    public static async Task<IReadOnlyList<LicenseType>> LicenseCheckAsync(IpAddress ip, ClnDbContext db, ICatalogue catalogue, CancellationToken cancellation)
    {
        var codes = await db.IpLicenses.OfEveryReseller().Where(license => license.Ip == ip && license.SuspendedAt == null).Select(license => license.TypeCode).ToListAsync(cancellation);
        return [.. catalogue.Types.Where(type => codes.Contains(type.Code))];
    }
}
