using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Cln.Billing;

/// <summary>Reads what gateways say has moved, over and over: a line may appear late, and may be corrected.</summary>
internal sealed class ReadStatements(IEnumerable<IGatewayStatement> gateways, Apart apart, Pieces pieces, TimeProvider clock, ILogger<ReadStatements> logger)
{
    private const int AtOnce = 200;

    /// <summary>Later than a gateway may tell of what has happened.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    private static readonly TimeSpan span = TimeSpan.FromDays(7);

    /// <summary>Reads each gateway's statement up to now. One that doesn't answer is no reason to let the others wait.</summary>
    public async Task ReadAsync(CancellationToken cancellation)
    {
        foreach (var gateway in gateways)
        {
            await pieces.TryAsync(
                () => ReadAsync(gateway, cancellation),
                failure => logger.LogWarning(failure, "The statement of {Gateway} could not be read; it is tried again", gateway.Code),
                cancellation);
        }
    }

    private async Task ReadAsync(IGatewayStatement gateway, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var from = await apart.CommitAsync((StatementRows rows) => rows.BeginAsync(gateway.Code, cancellation), cancellation);
        while (from < now)
        {
            var until = from + span < now ? from + span : now;
            await ReadAsync(gateway, from, until, cancellation);
            await apart.CommitAsync((StatementRows rows) => rows.NoteAsync(gateway.Code, until, cancellation), cancellation);
            from = until;
        }
    }

    private async Task ReadAsync(IGatewayStatement gateway, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
    {
        List<GatewayMovement> lines = [];
        await foreach (var line in gateway.MovementsAsync(from, until, cancellation))
        {
            lines.Add(line);
            if (lines.Count == AtOnce) await StoreAsync();
        }

        await StoreAsync();

        async Task StoreAsync()
        {
            if (lines.Count > 0) await apart.CommitAsync((StatementRows rows) => rows.StoreAsync(gateway.Code, lines, cancellation), cancellation);
            lines.Clear();
        }
    }
}

/// <summary>The rows of statements, each call in the caller's transaction.</summary>
internal sealed class StatementRows(ClnDbContext db, TimeProvider clock)
{
    /// <returns>From when the statement is to be read: an overlap before what was read, or the first payment by this gateway.</returns>
    public async Task<DateTimeOffset> BeginAsync(string gateway, CancellationToken cancellation)
    {
        if (await db.Statements.FindAsync([gateway], cancellation) is { } known)
            return known.ReadThrough - ReadStatements.Overlap > known.Begins ? known.ReadThrough - ReadStatements.Overlap : known.Begins;

        var now = clock.GetUtcNow();
        var first = await db.Payments.Where(payment => payment.Gateway == gateway).MinAsync(payment => (DateTimeOffset?)payment.CreatedAt, cancellation) ?? now;
        var begins = first - TimeSpan.FromHours(1);
        db.Statements.Add(new() { Gateway = gateway, Begins = begins, ReadThrough = begins });
        return begins;
    }

    public Task NoteAsync(string gateway, DateTimeOffset readThrough, CancellationToken cancellation) =>
        db.Statements.Where(statement => statement.Gateway == gateway && statement.ReadThrough < readThrough)
            .ExecuteUpdateAsync(set => set.SetProperty(statement => statement.ReadThrough, readThrough), cancellation);

    public async Task StoreAsync(string gateway, IReadOnlyList<GatewayMovement> lines, CancellationToken cancellation)
    {
        var ids = lines.Select(line => line.Id).ToList();
        var known = await db.Movements.Where(movement => movement.Gateway == gateway && ids.Contains(movement.MovementId)).ToDictionaryAsync(movement => movement.MovementId, StringComparer.Ordinal, cancellation);
        foreach (var line in lines)
        {
            if (known.TryGetValue(line.Id, out var movement)) movement.Correct(line);
            else db.Movements.Add(known[line.Id] = Movement.Of(gateway, line, clock.GetUtcNow()));
        }
    }
}
