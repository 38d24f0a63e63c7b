using Cln.Data;
using Cln.Graph;

namespace Cln.Servers;

[Extends<Reseller>]
internal static class SilentServers
{
    private const int LongestSilence = 365;

    /// <summary>The servers that have not checked in for so many days: licences that are paid for and may not be used.</summary>
    /// <param name="days">1 to 365.</param>
    [Scope(Scopes.ServersRead)]
    public static Task<Connection<Server>> SilentServersAsync(Reseller reseller, Listing<Server> list, ClnDbContext db, TimeProvider clock, CancellationToken cancellation, int days = 7)
    {
        if (days is < 1 or > LongestSilence) throw new InvalidInput("days", $"1 to {LongestSilence}.");
        var since = clock.GetUtcNow().AddDays(-days);
        return list.PageAsync(db.Servers.Where(server => server.ResellerId == reseller.Id && server.LastCheckInAt < since), cancellation);
    }
}
