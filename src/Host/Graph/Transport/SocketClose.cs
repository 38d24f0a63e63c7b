using System.Net.WebSockets;

namespace Cln.Host.Graph.Transport;

/// <summary>Why a socket is closed, in the codes of graphql-transport-ws and of WebSocket itself; each tells the client what to do better.</summary>
internal sealed class SocketClose : Exception
{
    private SocketClose(int code, string reason)
        : base(reason) => Code = (WebSocketCloseStatus)code;

    public WebSocketCloseStatus Code { get; }

    /// <summary>The client closed first, or vanished.</summary>
    public static SocketClose Normal() => new(1000, "Goodbye");

    public static SocketClose Stopping() => new(1001, "The server is stopping: connect again");

    public static SocketClose TooOld() => new(1001, "This connection has lived long enough: connect again");

    public static SocketClose NoPong() => new(1001, "No answer to our pings: connect again");

    public static SocketClose TooLarge(int limit) => new(1009, $"A message has at most {limit} bytes");

    public static SocketClose BadMessage(string why) => new(4400, why);

    public static SocketClose Unauthorized() => new(4401, "Unauthorized: send connection_init and wait for connection_ack");

    public static SocketClose Forbidden() => new(4403, "Forbidden: the token in connection_init is not valid");

    public static SocketClose Forbidden(DomainError refused) => new(4403, $"{refused.Code}: {refused.Message}");

    public static SocketClose Subprotocol() => new(4406, "Subprotocol not acceptable: this speaks graphql-transport-ws");

    public static SocketClose GreetingTimeout() => new(4408, "Connection initialisation timeout");

    public static SocketClose Duplicate(string id) => new(4409, $"Subscriber for {id} already exists");

    public static SocketClose SecondGreeting() => new(4429, "Too many initialisation requests");

    public static SocketClose TooManyOperations(int limit) => new(4429, $"Too many operations: at most {limit} at once");

    public static SocketClose TooManyListeners(int limit) => new(4429, $"Too many connections: at most {limit} of one caller");

    public static SocketClose TooManyMessages(int limit) => new(4429, $"Too many messages: at most {limit} a minute");

    public static SocketClose RightsEnded() => new(4403, "Forbidden: the session or token has ended, or has other rights now. Sign in and connect again");

    public static SocketClose Unread() => new(4429, "Too much left unread: read faster or subscribe to less");

    public static SocketClose Failed() => new(4500, "Internal server error");
}
