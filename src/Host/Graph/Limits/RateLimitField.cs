using Cln.Graph;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Host.Graph.Limits;

/// <summary>How many points your API token, your session or, where you aren't signed in, your address may spend on requests.</summary>
/// <param name="Limit">How many there are when nothing has been spent.</param>
/// <param name="Cost">What this request costs.</param>
/// <param name="Remaining">What is left after it.</param>
/// <param name="ResetAt">When all of them will be back, if nothing more is spent.</param>
internal sealed record RateLimit(int Limit, int Cost, int Remaining, DateTimeOffset ResetAt);

/// <summary>What the request of this scope has spent.</summary>
internal sealed class Spending
{
    public int Cost { get; set; }
}

[Extends<Query>]
internal static class RateLimitField
{
    /// <summary>How many points are left to spend on requests. A request that costs more than is left is RATE_LIMITED, with HTTP status 429.</summary>
    [AllowAnonymous]
    public static RateLimit RateLimit(Spending spending, PointBuckets buckets, GraphLimits limits, Caller caller)
    {
        var (remaining, resetAt) = buckets.Of(caller).State();
        return new(limits.Points, spending.Cost, remaining, resetAt);
    }
}
