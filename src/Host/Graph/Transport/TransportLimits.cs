namespace Cln.Host.Graph.Transport;

/// <summary>What one client may ask of a transport, before its operation is even looked at.</summary>
internal sealed record TransportLimits
{
    /// <summary>Bytes of a request body of somebody who hasn't signed in, and of a message over a socket.</summary>
    public int RequestBytes { get; init; } = 64 * 1024;

    /// <summary>Bytes of a request body of somebody who has signed in: rows by the thousand come as variables.</summary>
    public int SignedInRequestBytes { get; init; } = 1024 * 1024;

    /// <summary>Bytes of an answer, and of each result of a subscription.</summary>
    public int ResponseBytes { get; init; } = 2 * 1024 * 1024;

    /// <summary>Bytes of a message over a socket that has not yet been acknowledged.</summary>
    public int GreetingBytes { get; init; } = 4 * 1024;

    /// <summary>How long a new socket may wait with its <c>connection_init</c>.</summary>
    public TimeSpan Greeting { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the other end is asked for a sign of life.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>Pings in a row without any answer after which a socket is closed.</summary>
    public int MissedPings { get; init; } = 2;

    /// <summary>How long a socket lives; its client connects again.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Operations that run at once on one socket.</summary>
    public int Operations { get; init; } = 20;

    /// <summary>Messages that one socket may send a minute, and at once.</summary>
    public int MessagesPerMinute { get; init; } = 600;

    /// <summary>Sockets and event streams of one signed-in caller.</summary>
    public int ListenersPerCaller { get; init; } = 10;

    /// <summary>Sockets and event streams from one address.</summary>
    public int ListenersPerAddress { get; init; } = 50;

    /// <summary>How often it is looked whether whoever listens still has the rights that they came with.</summary>
    public TimeSpan Recheck { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a client may leave what was sent to it unread.</summary>
    public TimeSpan Unread { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the other end has for its half of a close, after which the connection is cut.</summary>
    public TimeSpan Parting { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The clock that these times are measured by: the real one, even where the platform's own clock has been moved.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
