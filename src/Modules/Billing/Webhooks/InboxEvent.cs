using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Billing;

/// <summary>An event that a gateway told of, by webhook or when it was asked. It belongs to the platform: whose payment it is about isn't known yet.</summary>
internal sealed class InboxEvent
{
    /// <summary>When an event is looked at again whose payment isn't known: our own answer from the gateway may still be on its way.</summary>
    private static readonly TimeSpan[] pauses =
        [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10)];

    /// <summary>How often a payment may fail to be looked at before a person has to.</summary>
    private const int MostFailures = 10;

    public long Id { get; private set; }

    public required string Gateway { get; init; }

    public required string EventId { get; init; }

    public required string Type { get; init; }

    /// <summary>The gateway's names of what it is about, a line each.</summary>
    public required string About { get; init; }

    /// <summary>Our own name for the payment, where the event had it.</summary>
    public string? PaymentKey { get; init; }

    public string? DeliveryId { get; init; }

    /// <summary>The SHA-256 of the body; null for one that we asked for.</summary>
    public string? BodyHash { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required InboxState State { get; set; }

    /// <summary>When a worker may take it; null when it is done with.</summary>
    public DateTimeOffset? NextTryAt { get; set; }

    /// <summary>How often its payment wasn't found or couldn't be looked at.</summary>
    public int Failures { get; private set; }

    /// <summary>What went wrong last.</summary>
    public string? Problem { get; private set; }

    public static InboxEvent Of(string gateway, WebhookEvent told, string? bodyHash, DateTimeOffset now) => new()
    {
        Gateway = gateway,
        EventId = told.Id,
        Type = told.Type,
        About = string.Join('\n', told.About.Take(10)),
        PaymentKey = told.Key,
        DeliveryId = told.DeliveryId,
        BodyHash = bodyHash,
        ReceivedAt = now,
        State = told.Ignored ? InboxState.Ignored : InboxState.Received,
        NextTryAt = told.Ignored ? null : now,
    };

    public IReadOnlyList<string> Names => About.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public void Finish() => End(InboxState.Done);

    /// <summary>Somebody else is asking about the payment, and may have asked before this happened: look again when they are through.</summary>
    public void Wait(DateTimeOffset now) => (State, NextTryAt) = (InboxState.Retry, now + pauses[0]);

    /// <summary>No payment of ours is known by these names.</summary>
    public void Miss(DateTimeOffset now)
    {
        Problem = "No payment of ours has such a name.";
        if (Failures < pauses.Length) (State, NextTryAt) = (InboxState.Retry, now + pauses[Failures++]);
        else End(InboxState.Orphan);
    }

    public void Fail(string problem, DateTimeOffset now)
    {
        Problem = problem.Length <= 500 ? problem : problem[..500];
        Failures++;
        if (Failures < MostFailures) (State, NextTryAt) = (InboxState.Retry, now + pauses[Math.Min(Failures - 1, 3)]);
        else End(InboxState.Dead);
    }

    private void End(InboxState state) => (State, NextTryAt) = (state, null);
}

/// <summary>How far an event has come.</summary>
internal enum InboxState
{
    /// <summary>Stored, and not looked at.</summary>
    Received,

    /// <summary>Looked at, and to be looked at again.</summary>
    Retry,

    /// <summary>Its payments were asked about.</summary>
    Done,

    /// <summary>Nothing that we act on.</summary>
    Ignored,

    /// <summary>About a payment that isn't ours: of another system on the same account, or lost here.</summary>
    Orphan,

    /// <summary>Its payment couldn't be looked at, ten times.</summary>
    Dead,
}

internal sealed class InboxEventMapping : IEntityTypeConfiguration<InboxEvent>
{
    public void Configure(EntityTypeBuilder<InboxEvent> told)
    {
        told.ToTable("billing_inbox_events");
        told.Ignore(e => e.Names);
        told.Property(e => e.Gateway).HasMaxLength(32);
        told.Property(e => e.EventId).HasMaxLength(200);
        told.Property(e => e.Type).HasMaxLength(100);
        told.Property(e => e.About).HasMaxLength(2100);
        told.Property(e => e.PaymentKey).HasMaxLength(64);
        told.Property(e => e.DeliveryId).HasMaxLength(200);
        told.Property(e => e.BodyHash).HasMaxLength(64);
        told.Property(e => e.Problem).HasMaxLength(500);
        told.HasIndex(e => new { e.Gateway, e.EventId }).IsUnique();
        told.HasIndex(e => new { e.Gateway, e.DeliveryId }).IsUnique().HasFilter("delivery_id IS NOT NULL");
        told.HasIndex(e => e.NextTryAt);
    }
}

/// <summary>Until when a gateway was asked for what it couldn't deliver.</summary>
internal sealed class CatchUpMark
{
    public required string Gateway { get; init; }

    public required DateTimeOffset At { get; set; }
}

internal sealed class CatchUpMarkMapping : IEntityTypeConfiguration<CatchUpMark>
{
    public void Configure(EntityTypeBuilder<CatchUpMark> mark)
    {
        mark.ToTable("billing_catch_up_marks");
        mark.HasKey(m => m.Gateway);
        mark.Property(m => m.Gateway).HasMaxLength(32);
    }
}
