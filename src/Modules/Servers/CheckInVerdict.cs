using Cln.Contracts;

namespace Cln.Servers;

/// <summary>Whether a server may go on.</summary>
/// <param name="Allowed">True when the server is licensed.</param>
/// <param name="Code">
/// For programs: OK; SERVER_UNKNOWN for a wrong id or a wrong secret alike; SERVER_UNREGISTERED; ADDRESS_CHANGED; and what the way of
/// admission adds, such as LICENSE_REMOVED and LICENSE_SUSPENDED.
/// </param>
/// <param name="Reason">Which check failed; null when the server may go on.</param>
/// <param name="NextStep">What to do about it; null when the server may go on.</param>
internal sealed record CheckInVerdict(bool Allowed, string Code, string? Reason, string? NextStep)
{
    public static readonly CheckInVerdict Ok = new(Allowed: true, "OK", Reason: null, NextStep: null);

    public static readonly CheckInVerdict Unknown =
        new(Allowed: false, "SERVER_UNKNOWN", "No server is registered with this id and this secret.", "Register the server again.");

    public static readonly CheckInVerdict Unregistered =
        new(Allowed: false, "SERVER_UNREGISTERED", "This server was unregistered.", "Register the server again.");

    public static CheckInVerdict AddressChanged(IpAddress registered, IpAddress now) => new(
        Allowed: false,
        "ADDRESS_CHANGED",
        $"This call came from {now}, and the server registered from {registered}: an IP licence is for one address.",
        $"Call from {registered}, or add an IP licence for {now} and register the server again from there.");

    public static CheckInVerdict No(Refusal refusal) => new(Allowed: false, refusal.Code, refusal.Reason, refusal.NextStep);
}
