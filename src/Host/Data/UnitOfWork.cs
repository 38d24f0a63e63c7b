using Cln.Data;
using Cln.Host.Audit;
using Cln.Host.Events;
using Cln.Host.Idempotency;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Data;

/// <summary>The one way to a commit: work, save, write the told events and the audit log's entry, commit, wake who listens. What the database asks to be done again is done again from the start.</summary>
internal sealed class UnitOfWork(ClnDbContext db, EventLog log, AuditLog audit, WriterGate gate, ILogger<UnitOfWork> logger) : IUnitOfWork
{
    private const int Tries = 5;

    public async Task<T> CommitAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        // Whoever is inside a unit already is part of it.
        if (db.Database.CurrentTransaction is not null) return await work();

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await OnceAsync(work, cancellation);
            }
            catch (Exception failure) when (attempt < Tries && (DatabaseErrors.IsTransient(failure) || IsOvertaken(failure)))
            {
                logger.LogInformation(failure, "The database asks to do the unit again (try {Attempt})", attempt);
                await Task.Delay(TimeSpan.FromMilliseconds(20 << attempt), TimeProvider.System, cancellation);
            }
        }
    }

    /// <summary>
    /// Somebody else was faster with a row that this unit adds or needs: done again, the work finds what there is now, and says what that means.
    /// An idempotency key that is there already isn't done again: it has an answer of its own.
    /// </summary>
    private static bool IsOvertaken(Exception failure) =>
        DatabaseErrors.IsMissingReference(failure) || (DatabaseErrors.IsUniqueViolation(failure, out var constraint) && constraint != IdempotencyRecord.UniqueIndex);

    private async Task<T> OnceAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        using var turn = await gate.EnterAsync(cancellation);
        db.Forget();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var open = OpenTransaction.Begin();
        try
        {
            var result = await work();
            await db.SaveChangesAsync(cancellation);
            var touched = await log.WriteAsync(db.TakeTold(), cancellation);
            var deed = await audit.WriteDueAsync(result, cancellation);

            // From here on the caller's hanging up must not make an effect that nobody acknowledges.
            await transaction.CommitAsync(CancellationToken.None);
            open.Dispose();
            deed?.Written();
            CrashPoint.Hit("C9");
            log.Announce(touched);
            return result;
        }
        catch
        {
            db.Forget();
            throw;
        }
        finally
        {
            open.Dispose();
        }
    }
}

/// <summary>Lets writers of a SQLite file queue in memory, where waiting is fair and free, instead of at the file's lock.</summary>
internal sealed class WriterGate(bool oneWriter) : IDisposable
{
    private readonly SemaphoreSlim one = new(1);

    public async Task<IDisposable?> EnterAsync(CancellationToken cancellation)
    {
        if (!oneWriter) return null;
        await one.WaitAsync(cancellation);
        return new Turn(one);
    }

    public void Dispose() => one.Dispose();

    private sealed class Turn(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }
}
