using Cln;
using Cln.Data;
using Cln.Graph;

namespace Notes;

[Extends<Query>]
internal static class NotesQuery
{
    /// <summary>The notes about your account; newest first.</summary>
    [Scope(Scopes.ResellerRead)]
    public static Task<Connection<Note>> NotesAsync(Listing<Note> list, ClnDbContext db, CancellationToken cancellation) =>
        list.PageAsync(db.Notes, cancellation);
}

[Extends<Reseller>]
internal static class ResellerNotes
{
    /// <summary>The notes about this reseller; newest first.</summary>
    public static Task<Connection<Note>> NotesAsync(Reseller reseller, Listing<Note> list, ClnDbContext db, CancellationToken cancellation) =>
        list.PageAsync(db.Notes.Where(note => note.ResellerId == reseller.Id), cancellation);
}
