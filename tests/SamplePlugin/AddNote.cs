using Cln;
using Cln.Data;
using Cln.Graph;

namespace Notes;

/// <param name="Text">What is to be remembered, 1 to 500 characters.</param>
internal sealed record AddNoteInput(string Text);

/// <summary>A note has 1 to 500 characters.</summary>
internal sealed class NoteLength() : DomainError("NOTE_LENGTH", "A note has 1 to 500 characters.");

[Extends<Mutation>]
internal static class AddNote
{
    /// <summary>Writes a note about your account.</summary>
    [Scope(Scopes.ResellerWrite)]
    [Throws<NoteLength>]
    public static Note AddNoteAsync(AddNoteInput input, Caller caller, ClnDbContext db, TimeProvider time)
    {
        if (input.Text.Trim() is not { Length: >= 1 and <= Note.LongestText } text) throw new NoteLength();

        var note = new Note { ResellerId = caller.RequireReseller(), Text = text, CreatedAt = time.GetUtcNow() };
        db.Add(note);
        return note;
    }
}
