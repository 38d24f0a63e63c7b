using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Documents;

/// <param name="Ids">1 to 100 ids of trusted documents.</param>
internal sealed record RemoveTrustedDocumentsInput(IReadOnlyList<Id<TrustedDocument>> Ids);

[Extends<Mutation>]
internal static class RemoveTrustedDocuments
{
    private const int AtOnce = 100;

    /// <summary>Forgets trusted documents, all of them or none: from the next call on they are as any others. Operations that are under way go on.</summary>
    [Scope(Scopes.DocumentsWrite), Throws<NotFound>]
    public static async Task<IReadOnlyList<TrustedDocument>> RemoveTrustedDocumentsAsync(RemoveTrustedDocumentsInput input, ClnDbContext db, Caller caller, CancellationToken cancellation)
    {
        if (input.Ids.Count is 0 or > AtOnce) throw new InvalidInput("ids", $"1 to {AtOnce} ids.");
        var reseller = caller.RequireReseller();
        var ids = input.Ids.Select(id => id.Value).Distinct().ToList();
        var found = await db.TrustedDocuments.Where(document => document.ResellerId == reseller && ids.Contains(document.Id)).OrderBy(document => document.Id).ToListAsync(cancellation);
        if (found.Count < ids.Count) throw new NotFound("trusted document");
        db.TrustedDocuments.RemoveRange(found);
        return found;
    }
}
