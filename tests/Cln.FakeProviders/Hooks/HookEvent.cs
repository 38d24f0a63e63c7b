using Cln.FakeProviders.Keeping;

namespace Cln.FakeProviders.Hooks;

internal enum HookProvider
{
    Stripe,
    PayPal,
}

/// <summary>Something that a provider tells by a webhook.</summary>
/// <param name="Id">The event's id, which is in its body too.</param>
/// <param name="Body">What is sent, byte for byte.</param>
internal sealed record HookEvent(string Id, HookProvider Provider, string Type, string Body, DateTimeOffset Created) : IKept
{
    /// <summary>Its place in the order in which things happened.</summary>
    public long Number { get; init; }

    public int Attempts { get; init; }

    /// <summary>When it is sent again; null when that is over.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>Somebody answered 2xx.</summary>
    public bool Delivered { get; init; }

    /// <summary>What was answered last; 0 for no answer.</summary>
    public int LastStatus { get; init; }

    /// <summary>PayPal's name for the transmission.</summary>
    public required string Transmission { get; init; }

    public static HookEvent New(Page page, string id, HookProvider provider, string type, string body, DateTimeOffset now) =>
        new(id, provider, type, body, now) { Number = page.Count<HookEvent>() + 1, NextAt = now, Transmission = Guid.NewGuid().ToString() };

    /// <summary>What becomes of it after a try.</summary>
    public HookEvent Tried(int status, DateTimeOffset now)
    {
        var tried = this with { Attempts = Attempts + 1, LastStatus = status };
        if (status is >= 200 and < 300) return tried with { Delivered = true, NextAt = null };
        var next = now + Pause(tried.Attempts);
        return tried with { NextAt = next - Created > TimeSpan.FromDays(3) || (Provider == HookProvider.PayPal && tried.Attempts >= 25) ? null : next };
    }

    private static TimeSpan Pause(int attempts) => TimeSpan.FromMinutes(Math.Min(Math.Pow(2, attempts - 1), 210));
}
