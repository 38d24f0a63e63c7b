using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Host.Webhooks;

/// <summary>An endpoint of the account's own that is told, by POST, what a subscription tells of each event.</summary>
[Node(Cln.Scopes.WebhooksWrite)]
internal sealed class Webhook : INode, IOwned
{
    public const int MostOfReseller = 10;
    public const int LongestUrl = 500;

    /// <summary>How long an endpoint may only fail before nothing is sent to it any more.</summary>
    public static readonly TimeSpan LongestFailing = TimeSpan.FromDays(5);

    public long Id { get; private set; }

    [Hidden] public required long ResellerId { get; init; }

    /// <summary>Where it is sent.</summary>
    public required string Url { get; set; }

    /// <summary>What it is for, in the words of whoever made it.</summary>
    [Listed] public string? Description { get; set; }

    /// <summary>The types of events that it is sent; null: all but those that are sent only when they are named, see `eventTypes`.</summary>
    public IReadOnlyList<string>? Events => EventList?.Split(' ');

    [Hidden] public string? EventList { get; set; }

    /// <summary>The subscription whose results are sent.</summary>
    public required string Document { get; set; }

    /// <summary>Whether anything is sent.</summary>
    [Listed] public WebhookState State { get; private set; } = WebhookState.Enabled;

    /// <summary>Why nothing is sent; null while something is.</summary>
    public WebhookStop? DisabledBecause { get; private set; }

    /// <summary>Since when nothing is sent; null while something is.</summary>
    public DateTimeOffset? DisabledAt { get; private set; }

    /// <summary>Since when nothing has been taken; null while the last delivery was. After five days nothing is sent any more.</summary>
    public DateTimeOffset? FailingSince { get; private set; }

    /// <summary>The scopes that the document is answered with, as far as whoever gave them still has them.</summary>
    public IReadOnlyList<string> Rights => RightList.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    [Hidden] public string RightList { get; private set; } = "";

    /// <summary>Whose rights these are.</summary>
    [Hidden] public long UserId { get; private set; }

    /// <summary>The API token whose rights these are; null when it was the user himself.</summary>
    [Hidden] public long? TokenId { get; private set; }

    [Hidden] public required string Secret { get; set; }

    [Hidden] public required string SigningKey { get; set; }

    [Hidden] public string? OldSecret { get; private set; }

    [Hidden] public string? OldSigningKey { get; private set; }

    /// <summary>Until when the secret and the key from before the last rotation sign as well; null when none do, or did.</summary>
    public DateTimeOffset? OldSecretEndsAt { get; private set; }

    /// <summary>The key, as `whpk_…`, by which signatures that begin with `v1a,` are verified: Ed25519, with nothing secret on your side.</summary>
    public string PublicKey => WebhookSigning.PublicOf(SigningKey);

    /// <summary>When it was made.</summary>
    [Listed] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Up to which event of the account's log there are deliveries.</summary>
    [Hidden] public required long QueuedThrough { get; set; }

    internal bool IsOn => State == WebhookState.Enabled;

    /// <summary>From now on it reads as this caller may.</summary>
    internal void ReadAs(Caller caller) =>
        (UserId, TokenId, RightList) = (caller.UserId!.Value, caller.TokenId, string.Join(' ', caller.Scopes.Where(Cln.Scopes.All.Contains).Order(StringComparer.Ordinal)));

    /// <summary>Takes a new secret and a new key; those of now sign until an instant too, those from before that no longer.</summary>
    internal void Rotate(DateTimeOffset oldEndsAt)
    {
        (OldSecret, OldSigningKey, OldSecretEndsAt) = (Secret, SigningKey, oldEndsAt);
        (Secret, SigningKey) = (WebhookSigning.NewSecret(), WebhookSigning.NewKey());
    }

    internal void Enable() => (State, DisabledBecause, DisabledAt, FailingSince) = (WebhookState.Enabled, null, null, null);

    internal void Disable(DateTimeOffset now)
    {
        if (IsOn) (State, DisabledBecause, DisabledAt) = (WebhookState.Disabled, WebhookStop.ByHand, now);
    }

    /// <exception cref="WebhookDisabled">Nothing is sent to it.</exception>
    internal Webhook RequireOn() => IsOn ? this : throw new WebhookDisabled();
}

/// <summary>Whether anything is sent to an endpoint.</summary>
internal enum WebhookState
{
    /// <summary>What happens is sent.</summary>
    Enabled,

    /// <summary>Nothing is sent, and what happens meanwhile isn't kept for it.</summary>
    Disabled,
}

/// <summary>Why nothing is sent to an endpoint any more.</summary>
internal enum WebhookStop
{
    /// <summary>Somebody wanted that.</summary>
    ByHand,

    /// <summary>For five days it has only failed.</summary>
    Failing,

    /// <summary>It has answered 410 Gone.</summary>
    Gone,

    /// <summary>The user or the API token with whose rights it read is no longer there.</summary>
    OwnerGone,

    /// <summary>Its document asks for what its rights no longer allow, or for what the API no longer has.</summary>
    DocumentRefused,
}

/// <summary>The webhook is disabled: enable it first.</summary>
internal sealed class WebhookDisabled() : DomainError("WEBHOOK_DISABLED", "This webhook is disabled, so that nothing is sent to it. Enable it first.");

internal static class WebhookTables
{
    extension(ClnDbContext db)
    {
        internal DbSet<Webhook> Webhooks => db.Set<Webhook>();

        internal DbSet<WebhookDelivery> WebhookDeliveries => db.Set<WebhookDelivery>();

        internal DbSet<WebhookAttempt> WebhookAttempts => db.Set<WebhookAttempt>();

        /// <exception cref="NotFound">There is none, or it is somebody else's.</exception>
        internal async Task<Webhook> WebhookAsync(Id<Webhook> id, CancellationToken cancellation) =>
            await db.Webhooks.FirstOrDefaultAsync(row => row.Id == id.Value, cancellation) ?? throw new NotFound("webhook");
    }
}

internal sealed class WebhookMapping : IEntityTypeConfiguration<Webhook>
{
    public void Configure(EntityTypeBuilder<Webhook> builder)
    {
        builder.ToTable("webhooks_endpoints");
        builder.Ignore(hook => hook.Events).Ignore(hook => hook.Rights).Ignore(hook => hook.PublicKey);
        builder.Property(hook => hook.Url).HasMaxLength(Webhook.LongestUrl);
        builder.Property(hook => hook.Description).HasMaxLength(200);
        builder.Property(hook => hook.EventList).HasMaxLength(4000);
        builder.Property(hook => hook.Document).HasMaxLength(1000);
        builder.Property(hook => hook.RightList).HasMaxLength(400);
        builder.Property(hook => hook.Secret).HasMaxLength(100);
        builder.Property(hook => hook.SigningKey).HasMaxLength(100);
        builder.Property(hook => hook.OldSecret).HasMaxLength(100);
        builder.Property(hook => hook.OldSigningKey).HasMaxLength(100);
        builder.HasIndex(hook => hook.ResellerId);
    }
}
