using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Audit;

/// <summary>Writes entries, one command each.</summary>
internal sealed class AuditLog(ClnDbContext db, TimeProvider time) : IAudit
{
    public void Explain(long resellerId, string detail, string? reason) => Deed.Current?.Explain(resellerId, detail, reason);

    public void About(long resellerId, string type, long id) => Deed.Current?.About(resellerId, Subjects.Text(type, id));

    public void Refuse(string code) => Deed.Current?.Refuse(code);

    public Task WriteAsync(long resellerId, string action, string detail, CancellationToken cancellation) =>
        WriteAsync(
            new()
            {
                ResellerId = resellerId,
                At = time.GetUtcNow(),
                Actor = AuditActor.Platform,
                By = "platform",
                FromAddress = null,
                Action = action,
                SubjectList = "",
                Outcome = AuditOutcome.Done,
                Code = null,
                RequestId = null,
                Detail = detail,
                Why = null,
            },
            cancellation);

    /// <summary>The entry of the mutation that this unit belongs to, if it is due; what the unit's work came to has been saved.</summary>
    /// <returns>The mutation; null when there is nothing to write.</returns>
    public async Task<Deed?> WriteDueAsync(object? result, CancellationToken cancellation)
    {
        if (Deed.Current is not { IsDue: true } deed) return null;
        await WriteAsync(deed.Entry(result, time.GetUtcNow()), cancellation);
        return deed;
    }

    /// <summary>By hand, since an entry may be about an account that its caller may not touch.</summary>
    public Task WriteAsync(AuditEntry entry, CancellationToken cancellation) => db.Database.ExecuteSqlAsync(
        $"""
        INSERT INTO audit_log (reseller_id, at, actor, principal, address, action, subjects, outcome, code, request_id, detail, reason)
        VALUES ({entry.ResellerId}, {entry.At.ToUnixTimeMilliseconds()}, {entry.Actor.ToString()}, {entry.By}, {entry.FromAddress}, {entry.Action}, {entry.SubjectList}, {entry.Outcome.ToString()}, {entry.Code}, {entry.RequestId}, {entry.Detail}, {entry.Why})
        """,
        cancellation);
}

internal static class AuditTables
{
    extension(ClnDbContext db)
    {
        internal DbSet<AuditEntry> AuditEntries => db.Set<AuditEntry>();
    }
}
