using Cln.Data;
using Cln.Graph;
using GraphQL.DataLoader;

namespace Cln.Host.Audit;

[Extends<Query>]
internal static class AuditLogField
{
    /// <summary>
    /// Who changed what on your account, newest first: every mutation that was done or refused to somebody signed in, refused sign-ins, and what the
    /// platform did by itself. Operators see all accounts. Entries are kept for 400 days, where the installation doesn't set another time.
    /// </summary>
    [Scope(Scopes.UsersWrite)]
    public static Task<Connection<AuditEntry>> AuditLogAsync(Listing<AuditEntry> list, ClnDbContext db, CancellationToken cancellation) => list.PageAsync(db.AuditEntries, cancellation);
}

[Extends<AuditEntry>]
internal static class ResellerOfAuditEntry
{
    /// <summary>Whose account it is about; null when that is nobody's.</summary>
    public static IDataLoaderResult<Reseller?> Reseller(AuditEntry entry, ResellersById resellers, CancellationToken cancellation) => resellers.Load(entry.ResellerId, cancellation);
}
