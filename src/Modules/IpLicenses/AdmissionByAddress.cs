using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.IpLicenses;

/// <summary>A licence on the address that a server calls from admits it, whatever its type.</summary>
internal sealed class AdmissionByAddress(ClnDbContext db) : IAdmission
{
    /// <summary>Where several accounts have licences of different types on one address, the server is that account's which licensed it first.</summary>
    public async Task<Admission?> AdmitAsync(Arrival arrival, CancellationToken cancellation)
    {
        if (arrival.Key is not null) return null;
        var license = await db.IpLicenses.OfEveryReseller().Where(license => license.Ip == arrival.Ip).OrderBy(license => license.Id).FirstOrDefaultAsync(cancellation);
        return license is null ? null : new(license.ResellerId, KeyId: null);
    }

    public async Task<Refusal?> RefusalAsync(Server server, CancellationToken cancellation)
    {
        if (server.KeyId is not null || await LicensesOf(server).AnyAsync(cancellation)) return null;
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
