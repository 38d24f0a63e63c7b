using Cln.Graph;

namespace Cln;

/// <summary>A machine that has registered, by its address or by a key, and checks in from time to time.</summary>
[Node(Scopes.ServersRead)]
public sealed class Server : INode, IOwned
{
    public long Id { get; private set; }

    [Hidden] public required long ResellerId { get; init; }

    /// <summary>The name that the server gave of itself, in lower case.</summary>
    [Listed]
    public required string Hostname { get; set; }

    /// <summary>The address that it was last seen at.</summary>
    public required IpAddress Ip { get; set; }

    /// <summary>The last successful check-in; the registration counts as one.</summary>
    [Listed]
    public required DateTimeOffset LastCheckInAt { get; set; }

    /// <summary>When the server registered, for the last time if it was installed again.</summary>
    [Listed]
    public required DateTimeOffset RegisteredAt { get; set; }

    /// <summary>The operating system, as the server told it.</summary>
    public string? OperatingSystem { get; set; }

    /// <summary>The running kernel, as the last check-in told it.</summary>
    public string? Kernel { get; set; }

    /// <summary>The key that admitted it; null for a server admitted by its address.</summary>
    [Hidden] public long? KeyId { get; init; }

    [Hidden] public required string SecretHash { get; set; }

    /// <summary>When it was unregistered; null while it is registered. Unregistered servers aren't among <c>db.Servers</c>: the rows are kept so that the next check-in is told why.</summary>
    [Hidden] public DateTimeOffset? UnregisteredAt { get; set; }
}
