using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Evolution;

/// <summary>What the API would like its caller to change. It is at most a minute old.</summary>
/// <param name="Deprecated">What was used in the last 30 days although it is deprecated: what goes first, first. At most 100 rows.</param>
/// <param name="Refused">Requests that the limits refused, today and yesterday, UTC: the latest day first. At most 100 rows.</param>
internal sealed record ApiHealth(IReadOnlyList<DeprecatedUse> Deprecated, IReadOnlyList<RefusedRequests> Refused);

/// <summary>Something deprecated that is still used.</summary>
/// <param name="By">Who uses it: "user:7" or "token:3".</param>
/// <param name="Path">What: "IpLicense.addedAt", "Query.ipLicenses(search:)".</param>
/// <param name="Instead">What to use instead; null when it is gone from the schema by now.</param>
/// <param name="Removal">The last day on which it is promised to be there; null when it is gone.</param>
/// <param name="LastUsedAt">When it was last used.</param>
/// <param name="Count">In how many requests of the last 30 days.</param>
internal sealed record DeprecatedUse(string By, string Path, string? Instead, DateOnly? Removal, DateTimeOffset LastUsedAt, int Count);

/// <summary>Requests that the limits refused.</summary>
/// <param name="By">Whose: "user:7" or "token:3".</param>
/// <param name="Day">On which day, UTC.</param>
/// <param name="Code">With which code.</param>
/// <param name="Count">How many.</param>
internal sealed record RefusedRequests(string By, DateOnly Day, string Code, int Count);

[Extends<Viewer>]
internal static class ApiHealthOfViewer
{
    private const int Days = 30;
    private const int Most = 100;

    /// <summary>
    /// What your programs use although it is deprecated, and what the limits refuse them. A token is told of itself; a caller with the scope `users:write`,
    /// of everybody on the account.
    /// </summary>
    public static async Task<ApiHealth> ApiHealthAsync(ClnDbContext db, Caller caller, DeprecatedElements elements, TimeProvider time, CancellationToken cancellation)
    {
        var today = ApiUses.Day(time.GetUtcNow());
        var uses = await OfCaller(db, caller).Where(use => use.Day > today.AddDays(-Days)).OrderByDescending(use => use.Day).Take(Most * Days).ToListAsync(cancellation);
        return new(
            [.. uses.Where(use => use.Kind == ApiUseKind.Deprecated).GroupBy(use => (use.Principal, use.Name)).Select(group => Told(group.Key.Principal, group.Key.Name, [.. group], elements))
                .OrderBy(use => use.Removal ?? DateOnly.MinValue).ThenBy(use => use.Path, StringComparer.Ordinal).ThenBy(use => use.By, StringComparer.Ordinal).Take(Most)],
            [.. uses.Where(use => use.Kind == ApiUseKind.Refused && use.Day >= today.AddDays(-1)).Select(use => new RefusedRequests(use.Principal, use.Day, use.Name, use.Count))
                .OrderByDescending(use => use.Day).ThenBy(use => use.Code, StringComparer.Ordinal).ThenBy(use => use.By, StringComparer.Ordinal).Take(Most)]);
    }

    private static IQueryable<ApiUse> OfCaller(ClnDbContext db, Caller caller)
    {
        var principal = caller.Principal;
        var reseller = caller.ResellerId ?? 0;
        var all = reseller != 0 && caller.Has(Scopes.UsersWrite);
        return db.ApiUses.AsNoTracking().Where(use => use.ResellerId == reseller && (all || use.Principal == principal));
    }

    private static DeprecatedUse Told(string by, string path, ApiUse[] days, DeprecatedElements elements)
    {
        var deprecation = elements.All.FirstOrDefault(element => element.Path == path)?.Deprecation;
        return new(by, path, deprecation?.Instead, deprecation?.Removal, days.Max(day => day.LastAt), days.Sum(day => day.Count));
    }
}
