using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Cln.Contracts;
using Cln.Data;
using Cln.Events;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.IpLicenses;

/// <summary>A change of a licence.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Ip">The licensed address.</param>
/// <param name="Type">What is licensed; after a conversion, the new type.</param>
/// <param name="IpLicense">The licence as it is by now; null when it has been removed.</param>
internal sealed record IpLicenseChange(IpLicenseChangeKind Kind, IpAddress Ip, LicenseType Type, IpLicense? IpLicense);

/// <summary>What happened to a licence.</summary>
internal enum IpLicenseChangeKind
{
    /// <summary>It was added.</summary>
    Added,

    /// <summary>It was removed.</summary>
    Removed,

    /// <summary>It became one of another type.</summary>
    Converted,

    /// <summary>The server on its address registered or checked in.</summary>
    Seen,

    /// <summary>Its backup was activated, got another size or ended.</summary>
    BackupChanged,

    /// <summary>It was suspended, because the account was not paid.</summary>
    Suspended,

    /// <summary>It runs again after a suspension.</summary>
    Restored,
}

[Extends<Subscription>]
internal static class IpLicensesChanged
{
    /// <summary>Each change of your licences after `after`. Several that follow from one event may come a second time when a connection breaks between them.</summary>
    /// <param name="after">A cursor: of an event, from `eventsCursor`, or from the `extensions` of the last result. Without it, from now on.</param>
    [Scope(Scopes.LicensesRead)]
    public static async IAsyncEnumerable<Told<IpLicenseChange>> IpLicensesChangedAsync(
        string? after, IEventStream events, ClnDbContext db, ICatalogue catalogue, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var stored in events.FollowAsync(await events.PlaceAsync(after, cancellation), cancellation))
        {
            var changes = stored.Happened switch
            {
                IpLicenseAdded it => await OneAsync(IpLicenseChangeKind.Added, it.IpLicenseId, it.Ip, it.Type),
                IpLicenseRemoved it => await OneAsync(IpLicenseChangeKind.Removed, it.IpLicenseId, it.Ip, it.Type),
                IpLicenseConverted it => await OneAsync(IpLicenseChangeKind.Converted, it.IpLicenseId, it.Ip, it.Type),
                IpLicenseSuspended it => await OneAsync(IpLicenseChangeKind.Suspended, it.IpLicenseId, it.Ip, it.Type),
                IpLicenseRestored it => await OneAsync(IpLicenseChangeKind.Restored, it.IpLicenseId, it.Ip, it.Type),
                BackupChanged it => await EachAsync(IpLicenseChangeKind.BackupChanged, license => license.Id == it.IpLicenseId),
                ServerRegistered it => await SeenAsync(it.ServerId),
                ServerCheckedIn it => await SeenAsync(it.ServerId),
                _ => [],
            };
            foreach (var change in stored.TellEach(changes)) yield return change;
        }

        async Task<IReadOnlyList<IpLicenseChange>> OneAsync(IpLicenseChangeKind kind, long id, IpAddress ip, string type) =>
            [new(kind, ip, catalogue.Get(type), await db.IpLicenses.AsNoTracking().SingleOrDefaultAsync(license => license.Id == id, cancellation))];

        Task<IReadOnlyList<IpLicenseChange>> SeenAsync(long serverId)
        {
            var servers = db.Servers;
            return EachAsync(IpLicenseChangeKind.Seen, license => servers.Any(server => server.Id == serverId && server.KeyId == null && server.Ip == license.Ip));
        }

        async Task<IReadOnlyList<IpLicenseChange>> EachAsync(IpLicenseChangeKind kind, Expression<Func<IpLicense, bool>> which) =>
            [.. (await db.IpLicenses.AsNoTracking().Where(which).ToListAsync(cancellation)).Select(license => new IpLicenseChange(kind, license.Ip, catalogue.Get(license.TypeCode), license))];
    }
}
