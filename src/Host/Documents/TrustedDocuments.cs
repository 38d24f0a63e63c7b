using Cln.Data;
using Cln.Graph;

namespace Cln.Host.Documents;

[Extends<Reseller>]
internal static class TrustedDocumentsOfReseller
{
    /// <summary>The account's trusted documents, newest first.</summary>
    [Scope(Scopes.DocumentsWrite)]
    public static Task<Connection<TrustedDocument>> TrustedDocumentsAsync(Reseller reseller, Listing<TrustedDocument> list, ClnDbContext db, CancellationToken cancellation) =>
        list.PageAsync(db.TrustedDocuments.Where(document => document.ResellerId == reseller.Id), cancellation);
}
