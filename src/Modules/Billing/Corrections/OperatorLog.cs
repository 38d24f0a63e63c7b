using Cln.Data;
using Cln.Graph;
using GraphQL.DataLoader;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>Writes down what operators do, in the transaction of the deed.</summary>
internal sealed class OperatorLog(ClnDbContext db, Caller caller, TimeProvider clock)
{
    /// <summary>Stages a line; nothing when the same call has written it before.</summary>
    public async Task WriteAsync(
        long resellerId, OperatorActionKind kind, string target, string detail, string reason, IdempotencyKey idempotencyKey, CancellationToken cancellation)
    {
        var (principal, key) = (caller.Principal, idempotencyKey.ToString());
        if (await db.OperatorActions.AnyAsync(action => action.Principal == principal && action.Kind == kind && action.IdempotencyKey == key, cancellation)) return;
        db.OperatorActions.Add(new()
        {
            ResellerId = resellerId,
            At = clock.GetUtcNow(),
            Principal = principal,
            Kind = kind,
            Target = target,
            Detail = detail,
            Reason = reason,
            IdempotencyKey = key,
        });
    }
}

[Extends<Query>]
internal static class OperatorActionsField
{
    private const int Most = 200;

    /// <summary>For operators: what operators did about resellers' money and why, newest first; at most 200 at once.</summary>
    /// <param name="resellerId">Only what was done about this reseller's money.</param>
    /// <param name="before">Only what was done before: to read on, the time of the last one.</param>
    /// <param name="db">The rows.</param>
    /// <param name="cancellation">Stops waiting.</param>
    [Scope(Scopes.Operator)]
    public static async Task<IReadOnlyList<OperatorAction>> OperatorActionsAsync(
        ClnDbContext db, CancellationToken cancellation, Id<Reseller>? resellerId = null, DateTimeOffset? before = null)
    {
        IQueryable<OperatorAction> actions = db.OperatorActions.AsNoTracking();
        if (resellerId is { } wanted) actions = actions.Where(action => action.ResellerId == wanted.Value);
        if (before is { } end) actions = actions.Where(action => action.At < end);
        return await actions.OrderByDescending(action => action.At).ThenByDescending(action => action.Id).Take(Most).ToListAsync(cancellation);
    }
}

[Extends<OperatorAction>]
internal static class ResellerOfOperatorAction
{
    /// <summary>Whose money it was about.</summary>
    public static IDataLoaderResult<Reseller> Reseller(OperatorAction action, ResellersById resellers, CancellationToken cancellation) =>
        resellers.Load(action.ResellerId, found => found!, cancellation);
}

/// <summary>Many resellers in one query.</summary>
internal sealed class ResellersById(ClnDbContext db) : Batch<long, Reseller>
{
    protected override async Task<IReadOnlyDictionary<long, Reseller>> LoadAsync(IReadOnlyCollection<long> keys, CancellationToken cancellation) =>
        await db.Resellers.AsNoTracking().Where(reseller => keys.Contains(reseller.Id)).ToDictionaryAsync(reseller => reseller.Id, cancellation);
}
