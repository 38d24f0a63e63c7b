using GraphQL;

namespace Cln.Host.Graph.Transport;

/// <summary>GraphQL over WebSocket, in the protocol graphql-transport-ws and no other.</summary>
internal sealed class SocketTransport(Execute execute, Answers answers, ResultWriter results, IGraphQLTextSerializer serializer, TransportLimits limits, Listeners listeners, ErrorMask mask, IHostApplicationLifetime host, ILogger<SocketTransport> log)
{
    public const string Subprotocol = "graphql-transport-ws";

    public async Task HandleAsync(HttpContext context)
    {
        using var place = listeners.Enter(context.Connection.RemoteIpAddress);
        try
        {
            CrossSite.RefuseHandshake(context.Request);
            if (place is null) throw TransportError.TooManyListeners();
        }
        catch (TransportError refused)
        {
            await answers.WriteAsync(context, MediaTypes.AcceptedBy(context.Request), refused);
            return;
        }

        // A client that offers only others gets one of them, or its own library would hide the reason of the close that follows.
        var offered = context.WebSockets.WebSocketRequestedProtocols;
        var spoken = offered.Contains(Subprotocol, StringComparer.Ordinal);
        using var socket = await context.WebSockets.AcceptWebSocketAsync(spoken ? Subprotocol : offered.FirstOrDefault());
        using var wire = new SocketWire(socket, limits);
        if (!spoken)
        {
            await wire.CloseAsync(SocketClose.Subprotocol(), Task.CompletedTask);
            return;
        }

        var operations = new SocketOperations(execute, results, serializer, mask, wire, limits, context.RequestServices);
        using var connection = new SocketConnection(context, wire, operations, listeners, limits, log);
        await connection.RunAsync(host.ApplicationStopping);
    }
}
