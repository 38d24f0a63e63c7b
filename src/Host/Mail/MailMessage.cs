using Cln.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Host.Mail;

/// <summary>A mail that is to be sent, or has been.</summary>
internal sealed class MailMessage
{
    public const int LongestSubject = 200;

    private const int MostTries = 15;

    private static readonly TimeSpan longestTry = TimeSpan.FromMinutes(5);

    public long Id { get; private set; }

    public required string Recipient { get; init; }

    public required string Subject { get; init; }

    /// <summary>The whole message; empty once it is sent, as it may hold links that are secrets.</summary>
    public required string Text { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it is tried next; null when it is sent or given up.</summary>
    public DateTimeOffset? DueAt { get; set; }

    public int Tries { get; set; }

    public DateTimeOffset? SentAt { get; set; }

    /// <summary>What the last try failed with.</summary>
    public string? Failure { get; set; }

    /// <summary>When the next try may begin should the one that begins now never end.</summary>
    public static DateTimeOffset AfterTryOf(DateTimeOffset now) => now + longestTry;

    /// <summary>When to try again after so many tries: 10 seconds later, and each time twice as late up to 6 hours; null when there is no sense in it any more, after a day.</summary>
    public static DateTimeOffset? NextTry(int tries, DateTimeOffset now) =>
        tries < MostTries ? now + TimeSpan.FromSeconds(Math.Min(10 << (tries - 1), 21_600)) : null;
}

internal static class MailTables
{
    extension(ClnDbContext db)
    {
        internal DbSet<MailMessage> MailMessages => db.Set<MailMessage>();
    }
}

internal sealed class MailMapping : IEntityTypeConfiguration<MailMessage>
{
    public const int LongestFailure = 500;

    public void Configure(EntityTypeBuilder<MailMessage> mail)
    {
        mail.ToTable("mail_messages");
        mail.Property(row => row.Recipient).HasMaxLength(EmailAddress.MaxLength);
        mail.Property(row => row.Subject).HasMaxLength(MailMessage.LongestSubject);
        mail.Property(row => row.Failure).HasMaxLength(LongestFailure);
        mail.HasIndex(row => row.DueAt);
    }
}
