using System.Security.Cryptography;
using System.Text;
using Cln.Data;
using Cln.Graph;
using Cln.Host.Data;
using Cln.Host.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Idempotency;

/// <summary>
/// One effect for one key. A mutation that is one transaction keeps its record in that transaction: the unique index makes a second call wait
/// for the first and then find its outcome. One that saves in steps announces itself first, so that a second call neither starts nor waits for ever.
/// </summary>
internal sealed class IdempotentCall(ClnDbContext db, IUnitOfWork unit, Caller caller, TimeProvider time)
{
    private static readonly TimeSpan believedAlive = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(2);

    /// <summary>When the first call was made whose outcome the latest one has got; null when that was the first itself.</summary>
    public DateTimeOffset? FirstSeenAt { get; set; }

    public async Task<object?> RunAsync(MutationInfo mutation, object input, IdempotencyKey key, Func<Task<object?>> resolve, CancellationToken cancellation)
    {
        CrashPoint.Hit("C0");
        var mine = New(mutation, input, key);
        if (await FindAsync(mine, cancellation) is { } earlier) return await AfterAsync(earlier, mine, mutation, resolve, cancellation);
        return mutation.SavesInSteps
            ? await StepsAsync(mine, mutation, resolve, cancellation)
            : await OneTransactionAsync(mine, mutation, resolve, cancellation);
    }

    private async Task<object?> OneTransactionAsync(IdempotencyRecord mine, MutationInfo mutation, Func<Task<object?>> resolve, CancellationToken cancellation)
    {
        try
        {
            return await unit.CommitAsync(
                async () =>
                {
                    var record = Copy(mine);
                    db.Add(record);
                    await db.SaveChangesAsync(cancellation);
                    var result = await resolve();
                    await db.SaveChangesAsync(cancellation);
                    record.Outcome = Outcome.Of(result);
                    record.LockedUntil = null;
                    return result;
                },
                cancellation);
        }
        catch (Exception taken) when (IsTaken(taken))
        {
            return await AfterAsync((await FindAsync(mine, cancellation))!, mine, mutation, resolve, cancellation);
        }
        catch (DomainError error) when (mutation.Errors.Contains(error.GetType()))
        {
            return await RefusedAsync(mine, mutation, error, resolve, cancellation);
        }
    }

    /// <summary>Keeps a refusal, so that the same call gets the same answer; a call that was faster has the say.</summary>
    private async Task<object?> RefusedAsync(IdempotencyRecord mine, MutationInfo mutation, DomainError error, Func<Task<object?>> resolve, CancellationToken cancellation)
    {
        mine.Outcome = Outcome.Of(error);
        mine.LockedUntil = null;
        try
        {
            await unit.CommitAsync(() => Task.FromResult(db.Add(Copy(mine))), cancellation);
        }
        catch (Exception taken) when (IsTaken(taken))
        {
            return await AfterAsync((await FindAsync(mine, cancellation))!, mine, mutation, resolve, cancellation);
        }

        throw error;
    }

    private async Task<object?> StepsAsync(IdempotencyRecord mine, MutationInfo mutation, Func<Task<object?>> resolve, CancellationToken cancellation)
    {
        try
        {
            await unit.CommitAsync(() => Task.FromResult(db.Add(Copy(mine))), cancellation);
        }
        catch (Exception taken) when (IsTaken(taken))
        {
            return await AfterAsync((await FindAsync(mine, cancellation))!, mine, mutation, resolve, cancellation);
        }

        CrashPoint.Hit("C1");
        return await ResolveAsync(mine, mutation, resolve, cancellation);
    }

    private async Task<object?> ResolveAsync(IdempotencyRecord mine, MutationInfo mutation, Func<Task<object?>> resolve, CancellationToken cancellation)
    {
        try
        {
            var result = await resolve();
            await FinishAsync(mine, result is INode ? Outcome.Of(result) : Outcome.Again);
            return result;
        }
        catch (DomainError error) when (mutation.Errors.Contains(error.GetType()))
        {
            await FinishAsync(mine, Outcome.Of(error));
            throw;
        }
        catch
        {
            // Whoever calls again needn't wait for this call, which is over.
            await Mine(mine).ExecuteUpdateAsync(set => set.SetProperty(record => record.LockedUntil, time.GetUtcNow()), cancellation);
            throw;
        }
    }

    private Task FinishAsync(IdempotencyRecord mine, string outcome) =>
        unit.CommitAsync(
            () => Mine(mine).ExecuteUpdateAsync(set => set.SetProperty(record => record.Outcome, outcome).SetProperty(record => record.LockedUntil, (DateTimeOffset?)null)),
            CancellationToken.None);

    private async Task<object?> AfterAsync(IdempotencyRecord earlier, IdempotencyRecord mine, MutationInfo mutation, Func<Task<object?>> resolve, CancellationToken cancellation)
    {
        if (earlier.Fingerprint != mine.Fingerprint) throw new IdempotencyKeyReused();
        for (var waited = TimeSpan.Zero; earlier.Outcome is null; waited += TimeSpan.FromMilliseconds(50))
        {
            if (await TakeOverAsync(mine, cancellation)) return await ResolveAsync(mine, mutation, resolve, cancellation);
            if (waited >= patience) throw new IdempotencyInProgress();
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellation);
            earlier = (await FindAsync(mine, cancellation))!;
        }

        FirstSeenAt = earlier.CreatedAt;
        if (earlier.Outcome == Outcome.Again) return await resolve();
        return await Outcome.ReplayAsync(earlier.Outcome, mutation.ResultType, db, cancellation);
    }

    /// <summary>True when the call that began this is dead by all appearances, and this one may go on in its place.</summary>
    private async Task<bool> TakeOverAsync(IdempotencyRecord mine, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var lockedUntil = now + believedAlive;
        return await unit.CommitAsync(
            () => Mine(mine).Where(record => record.Outcome == null && record.LockedUntil <= now).ExecuteUpdateAsync(set => set.SetProperty(record => record.LockedUntil, lockedUntil), cancellation),
            cancellation) == 1;
    }

    private IQueryable<IdempotencyRecord> Mine(IdempotencyRecord mine) =>
        db.IdempotencyRecords.Where(record => record.Principal == mine.Principal && record.Mutation == mine.Mutation && record.Key == mine.Key);

    private Task<IdempotencyRecord?> FindAsync(IdempotencyRecord mine, CancellationToken cancellation) => Mine(mine).AsNoTracking().FirstOrDefaultAsync(cancellation);

    private IdempotencyRecord New(MutationInfo mutation, object input, IdempotencyKey key) => new()
    {
        Principal = caller.IsAnonymous ? Bearer(input) : $"{caller.ResellerId}/{caller.Principal}",
        Mutation = mutation.Name,
        Key = key.ToString(),
        Fingerprint = Fingerprint.Of(input, mutation.IdempotencyKey!.Name),
        CreatedAt = time.GetUtcNow(),
        LockedUntil = time.GetUtcNow() + believedAlive,
    };

    private static IdempotencyRecord Copy(IdempotencyRecord record) => new()
    {
        Principal = record.Principal,
        Mutation = record.Mutation,
        Key = record.Key,
        Fingerprint = record.Fingerprint,
        CreatedAt = record.CreatedAt,
        LockedUntil = record.LockedUntil,
        Outcome = record.Outcome,
    };

    /// <summary>An anonymous caller is whoever holds the token in the input, such as a registration's.</summary>
    private static string Bearer(object input) =>
        input.GetType().GetProperty("Token")?.GetValue(input) is string token
            ? $"bearer/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)))}"
            : "anonymous";

    private static bool IsTaken(Exception failure) => DatabaseErrors.IsUniqueViolation(failure, out var constraint) && constraint == IdempotencyRecord.UniqueIndex;
}
