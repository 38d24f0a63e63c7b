using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.IpLicenses;

/// <summary>Licences to be removed.</summary>
/// <param name="Ids">At most 10,000; one that is named twice is removed once.</param>
/// <param name="IdempotencyKey">Your name for this call: sent again with the same key, it removes nothing more, and has no licences to show.</param>
internal sealed record RemoveIpLicensesInput(IReadOnlyList<Id<IpLicense>> Ids, IdempotencyKey? IdempotencyKey = null);

[Extends<Mutation>]
internal static class RemoveIpLicenses
{
    /// <summary>
    /// Removes licences, all or none, and credits the whole days after today. Their backups end with them, and a server whose address has
    /// no licence left is unregistered: its next check-in is refused with LICENSE_REMOVED. Answers the licences as they were.
    /// </summary>
    [Scope(Scopes.LicensesWrite), Bulk]
    [Throws<NotFound>]
    [Throws<InvalidInput>]
    public static async Task<IReadOnlyList<IpLicense>> RemoveIpLicensesAsync(
        RemoveIpLicensesInput input, ClnDbContext db, ICatalogue catalogue, ICharging charging, IServers servers, CancellationToken cancellation)
    {
        var ids = input.Ids.Select(id => id.Value).Distinct().ToList();
        if (ids.Count > AddIpLicenses.Most) throw new InvalidInput("ids", $"there are {ids.Count}, and one call takes at most {AddIpLicenses.Most}. Send the rest in further calls.");
        var found = await db.IpLicenses.Where(license => ids.Contains(license.Id)).ToDictionaryAsync(license => license.Id, cancellation);
        var licenses = ids.Select((id, place) => found.GetValueOrDefault(id) ?? throw new NotFound($"IP licence as ids[{place}]")).ToList();
        await EndBackupsAsync(ids, db, charging, cancellation);

        await charging.SetAllAsync([.. licenses.Select(license => license.Charge(catalogue.Get(license.TypeCode), 0))], cancellation);
        foreach (var license in licenses)
        {
            db.IpLicenses.Remove(license);
            db.Tell(() => new IpLicenseRemoved(license.ResellerId, license.Id, license.Ip, license.TypeCode));
        }

        servers.Unregister(await LeftWithoutAsync(licenses, ids, db, cancellation));
        return licenses;
    }

    private static async Task EndBackupsAsync(List<long> ids, ClnDbContext db, ICharging charging, CancellationToken cancellation)
    {
        foreach (var backup in await db.Backups.Where(backup => ids.Contains(backup.IpLicenseId)).ToListAsync(cancellation)) await backup.EndAsync(db, charging, cancellation);
    }

    /// <summary>The servers that registered by an address of these, unless another licence of the same account admits them.</summary>
    private static async Task<List<Server>> LeftWithoutAsync(List<IpLicense> removed, List<long> ids, ClnDbContext db, CancellationToken cancellation)
    {
        var owners = removed.Select(license => license.ResellerId).ToHashSet();
        var ips = removed.Select(license => license.Ip).ToHashSet();
        var licenses = db.IpLicenses;
        var servers = await db.Servers
            .Where(server => server.KeyId == null && ips.Contains(server.Ip) && owners.Contains(server.ResellerId))
            .Where(server => !licenses.Any(license => license.Ip == server.Ip && license.ResellerId == server.ResellerId && !ids.Contains(license.Id)))
            .ToListAsync(cancellation);
        return servers;
    }
}
