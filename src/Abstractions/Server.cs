using Cln.Graph;

namespace Cln;

/// <summary>A machine that has registered, by its address or by a key, and checks in from time to time.</summary>
[Node(Scopes.ServersRead)]
public sealed class Server : INode, IOwned
{
    public long Id { get; private set; }

    [Hidden] public required long ResellerId { get; init; }

    /// <summary>The name that the server gave of itself.</summary>
    public required string Hostname { get; set; }

    /// <summary>The address that it was last seen at.</summary>
    public required IpAddress Ip { get; set; }

    /// <summary>The last successful check-in; the registration counts as one.</summary>
    public required DateTimeOffset LastCheckInAt { get; set; }

    /// <summary>When the server registered.</summary>
    public required DateTimeOffset RegisteredAt { get; init; }

    public string? OperatingSystem { get; set; }

    /// <summary>The running kernel, as the last check-in told it.</summary>
    public string? Kernel { get; set; }

    /// <summary>The key that admitted it; null for a server admitted by its address.</summary>
    [Hidden] public long? KeyId { get; init; }

    [Hidden] public required string SecretHash { get; set; }
}
