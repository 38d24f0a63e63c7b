using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.IpLicenses;

/// <summary>Adds licences to the caller's account: any number with the commands of one, apart from the charging.</summary>
internal sealed class Licensing(ClnDbContext db, Caller caller, ICatalogue catalogue, ICharging charging, AddressRules addresses, TimeProvider clock)
{
    /// <summary>Adds what is wanted, in order. Each is added, or found to be there, or has a mistake, whatever becomes of the others.</summary>
    public async Task<IReadOnlyList<AddIpLicenseResult>> AddAsync(IReadOnlyList<NewIpLicenseInput> wanted, CancellationToken cancellation)
    {
        var resellerId = caller.RequireReseller();
        var prices = await charging.PricesAsync(resellerId, cancellation);
        var ips = wanted.Select(item => item.Ip).ToHashSet();
        var taken = await db.IpLicenses.OfEveryReseller().Where(license => ips.Contains(license.Ip)).ToDictionaryAsync(license => (license.Ip, license.TypeCode), cancellation);
        var servers = await db.Servers.Where(server => server.ResellerId == resellerId && server.KeyId == null && ips.Contains(server.Ip)).ToDictionaryAsync(server => server.Ip, cancellation);

        var results = new List<AddIpLicenseResult>(wanted.Count);
        foreach (var item in wanted)
        {
            try
            {
                results.Add(new(await AddAsync(resellerId, item, prices, taken, servers, cancellation), Errors: null));
            }
            catch (DomainError mistake)
            {
                results.Add(new(IpLicense: null, [mistake]));
            }
        }

        return results;
    }

    private async Task<IpLicense> AddAsync(
        long resellerId,
        NewIpLicenseInput wanted,
        IReadOnlyDictionary<string, Money> prices,
        Dictionary<(IpAddress Ip, string Type), IpLicense> taken,
        Dictionary<IpAddress, Server> servers,
        CancellationToken cancellation)
    {
        var type = catalogue.Require(wanted.Type);
        addresses.Check(wanted.Ip);
        if (taken.TryGetValue((wanted.Ip, type.Code), out var known)) return known.ResellerId == resellerId ? known : throw new IpTaken(wanted.Ip, type);
        if (!prices.ContainsKey(type.Code)) throw new NotForSale(type);

        var license = new IpLicense(resellerId, wanted.Ip, type, clock.GetUtcNow());
        await charging.SetAsync(license.Charge(type, 1), cancellation);
        CrashPoint.Hit("C22");
        if (servers.GetValueOrDefault(wanted.Ip) is { } server) license.Show(server);
        db.IpLicenses.Add(license);
        db.Tell(() => new IpLicenseAdded(resellerId, license.Id, license.Ip, license.TypeCode));
        taken.Add((license.Ip, type.Code), license);
        return license;
    }
}

/// <summary>The address has a licence of this type already, on another account.</summary>
internal sealed class IpTaken(IpAddress ip, LicenseType type)
    : DomainError("IP_TAKEN", $"{ip} is licensed for {type.Name} by another account, and an address has one licence of a type. If the server is yours, ask whoever licensed it before to remove the licence.");

/// <summary>The type is in the catalogue, but has no price.</summary>
internal sealed class NotForSale(LicenseType type)
    : DomainError("NOT_FOR_SALE", $"{type.Name} has no price on your tier yet, so it can't be bought. Write to the billing team, or choose another type.");
