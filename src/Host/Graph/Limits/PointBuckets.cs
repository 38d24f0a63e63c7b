using System.Net;
using System.Net.Sockets;

namespace Cln.Host.Graph.Limits;

/// <summary>The points of everybody who has asked lately. They are this host's own: two hosts have two buckets.</summary>
internal sealed class PointBuckets(GraphLimits limits, TimeProvider clock)
{
    /// <summary>Of so many callers; whoever asked before them has had time to get points back.</summary>
    public const int Most = 10_000;

    private readonly LeastRecent<string, PointBucket> buckets = new(Most, Most);

    public int Count => buckets.Count;

    public PointBucket Of(Caller caller) => buckets.GetOrAdd(Name(caller), () => new(limits.Points, limits.PointsPerSecond, clock));

    /// <summary>Who shares a bucket, and turns: an API token, a session, and whoever hasn't signed in by the address, of IPv6 the network of one site.</summary>
    public static string Name(Caller caller) =>
        caller.SessionId is { } session ? $"session:{session}"
        : caller is { UserId: null, Address: { } address } ? $"address:{Network(address)}"
        : caller.Principal;

    private static IPAddress Network(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new(bytes);
    }
}

/// <summary>Points that are spent by requests and come back with time.</summary>
internal sealed class PointBucket(int most, int perSecond, TimeProvider clock)
{
    private readonly Lock gate = new();
    private double left = most;
    private long filledAt = clock.GetTimestamp();

    /// <summary>Whoever has nothing left isn't even read.</summary>
    /// <exception cref="Refusal">RATE_LIMITED.</exception>
    public void RefuseWhenEmpty()
    {
        lock (gate)
        {
            Fill();
            Require(1);
        }
    }

    /// <summary>Takes the points of a request, if there are enough.</summary>
    /// <exception cref="Refusal">RATE_LIMITED: there aren't. Nothing is taken.</exception>
    public void Spend(int points)
    {
        lock (gate)
        {
            Fill();
            Require(points);
            left -= points;
        }
    }

    /// <summary>Takes what a refused request costs, or what is left.</summary>
    public void SpendAtMost(int points)
    {
        lock (gate)
        {
            Fill();
            left = Math.Max(0, left - points);
        }
    }

    /// <summary>How many points there are, and when there will be as many as there may be.</summary>
    public (int Remaining, DateTimeOffset ResetAt) State()
    {
        lock (gate)
        {
            Fill();
            return ((int)left, clock.GetUtcNow() + TimeSpan.FromSeconds((most - left) / perSecond));
        }
    }

    private void Require(int points)
    {
        if (left < points) throw Refusal.RateLimited(points, (int)left, most, (int)Math.Ceiling((points - left) / perSecond));
    }

    private void Fill()
    {
        var now = clock.GetTimestamp();
        left = Math.Min(most, left + (clock.GetElapsedTime(filledAt, now).TotalSeconds * perSecond));
        filledAt = now;
    }
}
