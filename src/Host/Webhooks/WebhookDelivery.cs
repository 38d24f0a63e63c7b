using System.Security.Cryptography;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Host.Webhooks;

/// <summary>One event on its way to one webhook. It is kept for 30 days.</summary>
[Node(Cln.Scopes.WebhooksWrite)]
internal sealed class WebhookDelivery : INode, IOwned
{
    /// <summary>The type of a delivery that nothing has happened for.</summary>
    public const string Test = "WebhookTest";

    /// <summary>After a try that failed, as the Standard Webhooks specification has it.</summary>
    private static readonly TimeSpan[] pauses =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    /// <summary>Longer than a try takes; a host that dies while it tries leaves the delivery to be tried again after it.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(90);

    /// <summary>As long as an endpoint may ask us to wait.</summary>
    private static readonly TimeSpan longestWait = TimeSpan.FromHours(24);

    public long Id { get; private set; }

    [Hidden] public required long ResellerId { get; init; }

    [Hidden] public required long WebhookId { get; init; }

    /// <summary>The header `webhook-id`: the same at each try and each replay.</summary>
    public required string MessageId { get; init; }

    /// <summary>The event's number in the account's log; null for a test.</summary>
    [Hidden] public long? Sequence { get; init; }

    /// <summary>The type of the event, such as "IpLicenseAdded", or "WebhookTest".</summary>
    [Listed] public required string Type { get; init; }

    /// <summary>When it happened.</summary>
    [Listed] public required DateTimeOffset At { get; init; }

    /// <summary>How far it has come.</summary>
    [Listed] public WebhookDeliveryState State { get; private set; } = WebhookDeliveryState.Pending;

    /// <summary>When it is tried next, at the earliest; null when it isn't.</summary>
    public DateTimeOffset? NextAttemptAt { get; private set; }

    /// <summary>How many tries have begun.</summary>
    [Hidden] public int Attempts { get; private set; }

    /// <summary>How many of them since it was last due anew: what the pause goes by.</summary>
    [Hidden] public int Tries { get; private set; }

    /// <summary>When it was taken; null while it wasn't.</summary>
    [Listed] public DateTimeOffset? DeliveredAt { get; private set; }

    public static WebhookDelivery Of(Webhook hook, string type, DateTimeOffset at, long? sequence, DateTimeOffset now) => new()
    {
        ResellerId = hook.ResellerId,
        WebhookId = hook.Id,
        MessageId = $"msg_{Guid.NewGuid():N}",
        Sequence = sequence,
        Type = type,
        At = at,
        NextAttemptAt = now,
    };

    /// <summary>It is due now, as if it had never been tried.</summary>
    internal void Replay(DateTimeOffset now) => (State, NextAttemptAt, Tries) = (WebhookDeliveryState.Pending, now, 0);

    internal void Delivered(DateTimeOffset now) => (State, NextAttemptAt, DeliveredAt) = (WebhookDeliveryState.Delivered, null, now);

    internal void GiveUp() => (State, NextAttemptAt) = (WebhookDeliveryState.Failed, null);

    /// <summary>A try has failed: the next one, later by up to a tenth than the schedule says, so that not all come at once.</summary>
    internal void Fail(TimeSpan? asked, DateTimeOffset now)
    {
        if (Tries > pauses.Length)
        {
            GiveUp();
            return;
        }

        var pause = pauses[Math.Max(Tries - 1, 0)] * (RandomNumberGenerator.GetInt32(1000, 1101) / 1000.0);
        if (asked > pause) pause = asked < longestWait ? asked.Value : longestWait;
        NextAttemptAt = now + pause;
    }
}

/// <summary>How far a delivery has come.</summary>
internal enum WebhookDeliveryState
{
    /// <summary>To be tried, perhaps again.</summary>
    Pending,

    /// <summary>Answered with a status from 200 to 299.</summary>
    Delivered,

    /// <summary>Given up: after ten tries, or because the endpoint is gone. Replay it when the endpoint works.</summary>
    Failed,
}

/// <summary>One try to deliver.</summary>
internal sealed class WebhookAttempt : IOwned
{
    public const int LongestResponse = 1024;

    [Hidden] public long Id { get; private set; }

    [Hidden] public required long ResellerId { get; init; }

    [Hidden] public required long DeliveryId { get; init; }

    /// <summary>1 for the first.</summary>
    public required int Number { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The status of the answer; null when there was none.</summary>
    public required int? Status { get; init; }

    /// <summary>What went wrong; null when it was taken.</summary>
    public required string? Error { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public required int DurationMs { get; init; }

    /// <summary>The beginning of the answer's body, at most 1 KB; null when there was none.</summary>
    public required string? Response { get; init; }
}

internal sealed class WebhookDeliveryMapping : IEntityTypeConfiguration<WebhookDelivery>, IEntityTypeConfiguration<WebhookAttempt>
{
    public void Configure(EntityTypeBuilder<WebhookDelivery> builder)
    {
        builder.ToTable("webhooks_deliveries");
        builder.Property(delivery => delivery.MessageId).HasMaxLength(40);
        builder.Property(delivery => delivery.Type).HasMaxLength(100);
        builder.HasIndex(delivery => new { delivery.WebhookId, delivery.NextAttemptAt });
        builder.HasIndex(delivery => delivery.NextAttemptAt);
        builder.HasIndex(delivery => delivery.ResellerId);
        builder.HasOne<Webhook>().WithMany().HasForeignKey(delivery => delivery.WebhookId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<WebhookAttempt> builder)
    {
        builder.ToTable("webhooks_attempts");
        builder.Property(attempt => attempt.Error).HasMaxLength(300);
        builder.Property(attempt => attempt.Response).HasMaxLength(WebhookAttempt.LongestResponse);
        builder.HasIndex(attempt => attempt.DeliveryId);
        builder.HasOne<WebhookDelivery>().WithMany().HasForeignKey(attempt => attempt.DeliveryId).OnDelete(DeleteBehavior.Cascade);
    }
}
