using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Spacewalk;

/// <summary>What a reseller's server accounts come to.</summary>
internal sealed class ServerAccountsSummary(long resellerId, int limits, int servers)
{
    /// <summary>The sum of the limits: how many licences are paid for. Those of suspended accounts count, as they come back.</summary>
    public int TotalLicenses => limits;

    /// <summary>The licences that no server has taken.</summary>
    public int UnusedLicenses => limits - servers;

    /// <summary>What the licences cost for a whole month, at today's prices.</summary>
    [Scope(Scopes.PricesRead)]
    public async Task<Money> MonthlyCostAsync(ICharging charging, CancellationToken cancellation) =>
        (await charging.PricesAsync(resellerId, cancellation)).GetValueOrDefault(LicenseType.CloudLinuxOs) * limits;
}

[Extends<Query>]
internal static class ServerAccountsSummaryQuery
{
    /// <summary>What your server accounts come to: licences, unused ones, and the monthly cost.</summary>
    [Scope(Scopes.ServersRead)]
    public static async Task<ServerAccountsSummary> ServerAccountsSummaryAsync(Caller caller, ClnDbContext db, CancellationToken cancellation)
    {
        var resellerId = caller.RequireReseller();
        var limits = await db.ServerAccounts.SumAsync(account => account.Limit, cancellation);
        var keys = db.Keys;
        var servers = await db.Servers.CountAsync(server => keys.Any(key => key.Id == server.KeyId), cancellation);
        return new(resellerId, limits, servers);
    }
}
