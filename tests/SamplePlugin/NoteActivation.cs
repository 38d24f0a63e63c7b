using Cln.Data;
using Cln.Events;

namespace Notes;

/// <summary>The first note of every account: since when it is in use.</summary>
internal sealed class NoteActivation(ClnDbContext db, TimeProvider time) : IHandle<ResellerActivated>
{
    public Task HandleAsync(ResellerActivated happened, CancellationToken cancellation)
    {
        db.Add(new Note { ResellerId = happened.ResellerId, Text = "The account was activated.", CreatedAt = time.GetUtcNow() });
        return Task.CompletedTask;
    }
}
