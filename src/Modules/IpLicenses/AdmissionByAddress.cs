using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.IpLicenses;

/// <summary>A licence on the address that a server calls from admits it, whatever its type.</summary>
internal sealed class AdmissionByAddress(ClnDbContext db) : IAdmission
{
    /// <summary>Where several accounts have licences of different types on one address, the server is that account's which licensed it first.</summary>
    /// <exception cref="LicenseSuspended">There are licences, and all of them are suspended.</exception>
    public async Task<Admission?> AdmitAsync(Arrival arrival, CancellationToken cancellation)
    {
        if (arrival.Key is not null) return null;
        var license = await db.IpLicenses.OfEveryReseller().Where(license => license.Ip == arrival.Ip)
            .OrderBy(license => license.SuspendedAt == null ? 0 : 1).ThenBy(license => license.Id).FirstOrDefaultAsync(cancellation);
        if (license is { SuspendedAt: not null }) throw new LicenseSuspended($"The IP licence for {arrival.Ip}");
        return license is null ? null : new(license.ResellerId, KeyId: null);
    }

    public async Task<Refusal?> RefusalAsync(Server server, CancellationToken cancellation)
    {
        if (server.KeyId is not null) return null;
        var licenses = await LicensesOf(server).Select(license => license.SuspendedAt).ToListAsync(cancellation);
        if (licenses.Contains(null)) return null;
        if (licenses.Count > 0)
        {
            return new(
                LicenseSuspended.Name,
                $"The IP licence for {server.Ip} is suspended at the moment.",
                "Ask whom you have the licence from. The server stays registered, and passes again by itself when the licence is restored.");
        }

        return new(
            "LICENSE_REMOVED",
            $"The account that this server is registered with has no IP licence for {server.Ip} any more.",
            $"Add an IP licence for {server.Ip} again: the next check-in will pass. If another account has licensed the address, register the server again.");
    }

    public async Task SeenAsync(Server server, CancellationToken cancellation)
    {
        if (server.KeyId is not null) return;
        foreach (var license in await LicensesOf(server).ToListAsync(cancellation)) license.Show(server);
    }

    private IQueryable<IpLicense> LicensesOf(Server server) =>
        db.IpLicenses.OfEveryReseller().Where(license => license.Ip == server.Ip && license.ResellerId == server.ResellerId);
}
