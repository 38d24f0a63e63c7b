namespace Cln.Host.Idempotency;

/// <summary>This idempotency key was used before with another input. Nothing was done: take a new key for a new intent.</summary>
internal sealed class IdempotencyKeyReused() : DomainError("IDEMPOTENCY_KEY_REUSED", "This idempotency key was used before with another input. Nothing was done. Use a new key for a new intent.");

/// <summary>The first call with this key is still under way: send the same call again a little later.</summary>
internal sealed class IdempotencyInProgress() : DomainError("IDEMPOTENCY_IN_PROGRESS", "The first call with this idempotency key is still under way. Send the same call again in a few seconds.")
{
    /// <summary>How long to wait, in milliseconds.</summary>
    public int RetryAfterMs { get; } = 2000;
}

/// <summary>This idempotency key was used more than 30 days ago, and what came of it is no longer kept. Nothing was done: take a new key for a new intent.</summary>
internal sealed class IdempotencyKeyExpired()
    : DomainError("IDEMPOTENCY_KEY_EXPIRED", "This idempotency key was used more than 30 days ago, and what came of it is no longer kept. Nothing was done. Use a new key for a new intent.");
