using System.Collections.Concurrent;

namespace Cln.Billing;

/// <summary>
/// Remembers which gateways don't accept our credentials, so that nothing is sent to them for a while. Payments that weren't sent stay CREATED,
/// and none of them fails because of it. Each host has a breaker of its own.
/// </summary>
internal sealed class GatewayBreaker(TimeProvider clock)
{
    /// <summary>After this long one call is let through, to see whether somebody has mended the settings.</summary>
    private static readonly TimeSpan rest = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> openUntil = new(StringComparer.Ordinal);

    public bool IsOpen(string gateway) => openUntil.TryGetValue(gateway, out var until) && clock.GetUtcNow() < until;

    public void Open(string gateway) => openUntil[gateway] = clock.GetUtcNow() + rest;

    public void Close(string gateway) => openUntil.TryRemove(gateway, out _);
}
