using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Billing;

/// <summary>A mail about money that was written, or needs not be: the sign that it isn't written again.</summary>
internal sealed class Notice : IOwned
{
    public long Id { get; private set; }

    public required long ResellerId { get; init; }

    /// <summary>What it tells of, such as <c>payment:17:Declined</c>.</summary>
    public required string Occasion { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>Writes to a reseller about its money, once for each occasion.</summary>
internal sealed class Notices(ClnDbContext db, IMail mail, TimeProvider clock)
{
    /// <summary>Stages a mail to the billing address, in the caller's transaction; nothing when this occasion was told before.</summary>
    /// <param name="resellerId">To whom.</param>
    /// <param name="occasion">Names what is told, at most 200 characters: the same occasion is told once.</param>
    /// <param name="subject">One line.</param>
    /// <param name="text">The whole message as plain text.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>False when it was told before.</returns>
    public async Task<bool> StageAsync(long resellerId, string occasion, string subject, string text, CancellationToken cancellation)
    {
        if (!await NoteAsync(resellerId, occasion, cancellation)) return false;
        var to = await db.Resellers.Where(reseller => reseller.Id == resellerId).Select(reseller => reseller.BillingEmail).SingleAsync(cancellation);
        mail.Stage(new(to, subject, text));
        return true;
    }

    /// <summary>Notes that the reseller knows of it, without a mail.</summary>
    /// <returns>False when that was noted before.</returns>
    public async Task<bool> NoteAsync(long resellerId, string occasion, CancellationToken cancellation)
    {
        var told = db.ChangeTracker.Entries<Notice>().Any(entry => entry.Entity.ResellerId == resellerId && entry.Entity.Occasion == occasion) ||
            await db.Notices.AnyAsync(notice => notice.ResellerId == resellerId && notice.Occasion == occasion, cancellation);
        if (!told) db.Notices.Add(new() { ResellerId = resellerId, Occasion = occasion, At = clock.GetUtcNow() });
        return !told;
    }
}

internal sealed class NoticeMapping : IEntityTypeConfiguration<Notice>
{
    public void Configure(EntityTypeBuilder<Notice> notice)
    {
        notice.ToTable("billing_notices");
        notice.Property(n => n.Occasion).HasMaxLength(200);
        notice.HasIndex(n => new { n.ResellerId, n.Occasion }).IsUnique();
        notice.HasOne<Reseller>().WithMany().HasForeignKey(n => n.ResellerId).OnDelete(DeleteBehavior.NoAction);
    }
}
