using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.IpLicenses;

/// <summary>Adds licences to the caller's account: any number with the commands of one.</summary>
internal sealed class Licensing(ClnDbContext db, Caller caller, ICatalogue catalogue, ICharging charging, AddressRules addresses, TimeProvider clock)
{
    /// <summary>Adds what is wanted, in order. Each is added, or found to be there, or has a mistake, whatever becomes of the others.</summary>
    public async Task<IReadOnlyList<AddIpLicenseResult>> AddAsync(IReadOnlyList<NewIpLicenseInput> wanted, CancellationToken cancellation)
    {
        var resellerId = caller.RequireReseller();
        var ips = wanted.Select(item => item.Ip).ToHashSet();
        var (found, added, _) = await FindAsync(resellerId, wanted, ips, cancellation);
        var mistakes = await ChargeAsync([.. added.Values], cancellation);
        await AddAsync(resellerId, [.. added.Values.Select(one => one.License).Where(license => !mistakes.ContainsKey(license))], ips, cancellation);
        return [.. found.Select(result => result.IpLicense is { } license && mistakes.TryGetValue(license, out var mistake) ? new(IpLicense: null, [mistake]) : result)];
    }

    /// <summary>What adding them would cost and which of them would have a mistake, without adding any.</summary>
    public async Task<IpLicensesQuote> QuoteAsync(IReadOnlyList<NewIpLicenseInput> wanted, CancellationToken cancellation)
    {
        var (found, added, prices) = await FindAsync(caller.RequireReseller(), wanted, [.. wanted.Select(item => item.Ip)], cancellation);
        var charged = await charging.QuoteAsync([.. added.Values.Select(one => one.License.Charge(one.Type, 1))], cancellation);
        var quoted = added.Values.Zip(charged).ToDictionary(one => one.First.License, one => (one.First.Type, Charged: one.Second));

        HashSet<IpLicense> counted = [];
        return new([.. wanted.Zip(found).Select(one => RowOf(one.First, one.Second))]);

        // What is wanted twice is charged once.
        IpLicenseQuote RowOf(NewIpLicenseInput item, AddIpLicenseResult result)
        {
            var type = catalogue.Find(item.Type);
            if (result.IpLicense is not { } license) return new(item.Ip, type, IpLicense: null, Money.Zero, Money.Zero, result.Errors);
            if (!quoted.TryGetValue(license, out var quote)) return new(item.Ip, type, license, Money.Zero, Money.Zero, Errors: null);
            return quote.Charged.Refused is { } refused ? new(item.Ip, type, IpLicense: null, Money.Zero, Money.Zero, [refused])
                : counted.Add(license) ? new(item.Ip, type, IpLicense: null, quote.Charged.Due, prices.GetValueOrDefault(quote.Type.Code), Errors: null)
                : new(item.Ip, type, IpLicense: null, Money.Zero, Money.Zero, Errors: null);
        }
    }

    private async Task<(List<AddIpLicenseResult> Found, Dictionary<(IpAddress Ip, string Type), (IpLicense License, LicenseType Type)> Added, IReadOnlyDictionary<string, Money> Prices)> FindAsync(
        long resellerId, IReadOnlyList<NewIpLicenseInput> wanted, HashSet<IpAddress> ips, CancellationToken cancellation)
    {
        var prices = await charging.PricesAsync(resellerId, cancellation);
        var taken = await db.IpLicenses.OfEveryReseller().Where(license => ips.Contains(license.Ip)).ToDictionaryAsync(license => (license.Ip, license.TypeCode), cancellation);
        Dictionary<(IpAddress Ip, string Type), (IpLicense License, LicenseType Type)> added = [];
        return ([.. wanted.Select(item => Find(resellerId, item, prices, taken, added))], added, prices);
    }

    /// <summary>The licence that is wanted, the caller's own or a new one; or what is wrong with it.</summary>
    private AddIpLicenseResult Find(
        long resellerId,
        NewIpLicenseInput wanted,
        IReadOnlyDictionary<string, Money> prices,
        Dictionary<(IpAddress Ip, string Type), IpLicense> taken,
        Dictionary<(IpAddress Ip, string Type), (IpLicense License, LicenseType Type)> added)
    {
        try
        {
            var type = catalogue.Require(wanted.Type);
            addresses.Check(wanted.Ip);
            if (taken.TryGetValue((wanted.Ip, type.Code), out var known)) return known.ResellerId == resellerId ? new(known, Errors: null) : throw new IpTaken(wanted.Ip, type);
            if (!prices.ContainsKey(type.Code)) throw new NotForSale(type);
            if (!added.TryGetValue((wanted.Ip, type.Code), out var one)) added.Add((wanted.Ip, type.Code), one = (new(resellerId, wanted.Ip, type, clock.GetUtcNow()), type));
            return new(one.License, Errors: null);
        }
        catch (DomainError mistake)
        {
            return new(IpLicense: null, [mistake]);
        }
    }

    private async Task<Dictionary<IpLicense, DomainError>> ChargeAsync(IReadOnlyList<(IpLicense License, LicenseType Type)> added, CancellationToken cancellation)
    {
        var charged = await charging.SetAllAsync([.. added.Select(one => one.License.Charge(one.Type, 1))], cancellation);
        if (added.Count > 0) CrashPoint.Hit("C22");
        return added.Zip(charged).Where(one => one.Second.Refused is not null).ToDictionary(one => one.First.License, one => one.Second.Refused!);
    }

    private async Task AddAsync(long resellerId, IReadOnlyList<IpLicense> licenses, HashSet<IpAddress> ips, CancellationToken cancellation)
    {
        if (licenses.Count == 0) return;
        var servers = await db.Servers.Where(server => server.ResellerId == resellerId && server.KeyId == null && ips.Contains(server.Ip)).ToDictionaryAsync(server => server.Ip, cancellation);
        foreach (var license in licenses)
        {
            if (servers.GetValueOrDefault(license.Ip) is { } server) license.Show(server);
            db.IpLicenses.Add(license);
            db.Tell(() => new IpLicenseAdded(resellerId, license.Id, license.Ip, license.TypeCode));
        }
    }
}

/// <summary>The address has a licence of this type already, on another account.</summary>
internal sealed class IpTaken(IpAddress ip, LicenseType type)
    : DomainError("IP_TAKEN", $"{ip} is licensed for {type.Name} by another account, and an address has one licence of a type. If the server is yours, ask whoever licensed it before to remove the licence.");

/// <summary>The type is in the catalogue, but has no price.</summary>
internal sealed class NotForSale(LicenseType type)
    : DomainError("NOT_FOR_SALE", $"{type.Name} has no price on your tier yet, so it can't be bought. Write to the billing team, or choose another type.");
