using Cln.Data;
using Cln.Events;
using Cln.Graph;
using Cln.Host.Graph;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Host.Events;

/// <summary>One thing that has happened on the account, as the activity log keeps it.</summary>
[Name("Event")]
internal sealed class EventRow : IOwned
{
    [Hidden] public long Id { get; private set; }

    [Hidden] public required long ResellerId { get; init; }

    [Hidden] public required long Sequence { get; init; }

    /// <summary>What happened, such as "IpLicenseAdded".</summary>
    public required string Type { get; init; }

    /// <summary>When it was committed.</summary>
    public required DateTimeOffset At { get; init; }

    [Hidden] public required string Body { get; init; }

    [Hidden] public string? SubjectType { get; init; }

    [Hidden] public long? SubjectId { get; init; }

    /// <summary>The event's place in the log, for `after`.</summary>
    public string Cursor => EventCursor.Encode(Sequence);

    internal static EventRow Of(DomainEvent happened, string body, long sequence, DateTimeOffset now) => new()
    {
        ResellerId = happened.ResellerId,
        Sequence = sequence,
        Type = happened.GetType().Name,
        At = now,
        Body = body,
        SubjectType = happened.Subject is { } subject ? Names.Type(subject.Type) : null,
        SubjectId = happened.Subject?.Id,
    };
}

/// <summary>The last sequence number of each reseller. Its row is locked when events are written, so that the numbers follow the order of the commits.</summary>
internal sealed class EventHead : IOwned
{
    public required long ResellerId { get; init; }

    public long LastSequence { get; set; }

    /// <summary>Events up to this number were old and are no longer kept.</summary>
    public long TrimmedThrough { get; private set; }
}

/// <summary>A handler that still has to be told of an event, or has been: the outbox.</summary>
internal sealed class EventDelivery
{
    public long Id { get; private set; }

    public required EventRow Event { get; init; }

    public long EventId { get; private set; }

    /// <summary>The full name of the handler's class.</summary>
    public required string Handler { get; init; }

    public DateTimeOffset? DoneAt { get; set; }

    public int Attempts { get; set; }

    /// <summary>When it is tried next; null when it is done or given up.</summary>
    public DateTimeOffset? NextAttemptAt { get; set; }
}

internal static class EventTables
{
    extension(ClnDbContext db)
    {
        internal DbSet<EventRow> Events => db.Set<EventRow>();

        internal DbSet<EventHead> EventHeads => db.Set<EventHead>();

        internal DbSet<EventDelivery> EventDeliveries => db.Set<EventDelivery>();
    }
}

internal sealed class EventMapping : IEntityTypeConfiguration<EventRow>, IEntityTypeConfiguration<EventHead>, IEntityTypeConfiguration<EventDelivery>
{
    public void Configure(EntityTypeBuilder<EventRow> builder)
    {
        builder.ToTable("events_log");
        builder.Property(row => row.Type).HasMaxLength(100);
        builder.Property(row => row.SubjectType).HasMaxLength(100);
        builder.Ignore(row => row.Cursor);
        builder.HasIndex(row => new { row.ResellerId, row.Sequence }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<EventHead> builder)
    {
        builder.ToTable("events_heads");
        builder.HasKey(head => head.ResellerId);
        builder.Property(head => head.ResellerId).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<EventDelivery> builder)
    {
        builder.ToTable("events_deliveries");
        builder.Property(delivery => delivery.Handler).HasMaxLength(200);
        builder.HasOne(delivery => delivery.Event).WithMany().HasForeignKey(delivery => delivery.EventId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(delivery => delivery.NextAttemptAt);
    }
}
