using Cln.Data;
using Cln.Graph;

namespace Cln.Host.Webhooks;

/// <param name="Id">The webhook's id.</param>
/// <param name="OldWorksForHours">How long the secret and the key of now sign beside the new ones: 0, not at all, to 168, seven days.</param>
internal sealed record RotateWebhookSecretInput(Id<Webhook> Id, int OldWorksForHours = 24);

[Extends<Mutation>]
internal static class RotateWebhookSecret
{
    private const int LongestHours = 7 * 24;

    /// <summary>
    /// Gives a webhook a new secret and a new key. For the time that you choose each delivery is signed by the old ones too, so that it can be verified by either; those that are
    /// left from an earlier rotation end at once.
    /// </summary>
    [Scope(Scopes.WebhooksWrite), Throws<NotFound>]
    public static async Task<CreatedWebhook> RotateWebhookSecretAsync(RotateWebhookSecretInput input, ClnDbContext db, TimeProvider time, CancellationToken cancellation)
    {
        if (input.OldWorksForHours is < 0 or > LongestHours) throw new InvalidInput("oldWorksForHours", $"0 to {LongestHours} hours.");
        var hook = await db.WebhookAsync(input.Id, cancellation);
        hook.Rotate(time.GetUtcNow().AddHours(input.OldWorksForHours));
        return new(hook, hook.Secret);
    }
}
