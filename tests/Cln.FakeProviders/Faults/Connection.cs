using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;

namespace Cln.FakeProviders.Faults;

internal static class Connection
{
    /// <summary>Cuts the connection with a TCP reset.</summary>
    public static void Reset(HttpContext http)
    {
        if (http.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket) socket.LingerState = new LingerOption(enable: true, seconds: 0);
        http.Abort();
    }
}
