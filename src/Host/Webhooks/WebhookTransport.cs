using System.Net;
using System.Net.Sockets;
using Cln.Data;

namespace Cln.Host.Webhooks;

/// <summary>Finds the addresses of a name.</summary>
internal class WebhookNames
{
    public virtual Task<IPAddress[]> FindAsync(string name, CancellationToken cancellation) => Dns.GetHostAddressesAsync(name, cancellation);
}

/// <summary>The name has no address, or one that is nobody's business. Which of the two isn't told: it would map our own network.</summary>
internal sealed class AddressNotAllowed() : Exception("The address isn't allowed.");

/// <summary>
/// The connections of webhooks. A name is resolved here, every address that it has must be allowed, and the connection is made to an address that was looked at: no
/// second answer of a name server comes between. No proxy, no redirect, no cookie, nothing unpacked, no trace of ours in the headers.
/// </summary>
internal sealed class WebhookTransport : IDisposable
{
    private readonly WebhookSettings settings;
    private readonly WebhookNames names;
    private readonly HttpClient http;

    public WebhookTransport(WebhookSettings settings, WebhookNames names)
    {
        (this.settings, this.names) = (settings, names);
        http = new(new SocketsHttpHandler
        {
            ConnectCallback = ConnectAsync,
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            Credentials = null,
            MaxResponseHeadersLength = 16,
            MaxConnectionsPerServer = 8,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Sends, and answers as soon as the headers are there.</summary>
    /// <exception cref="AddressNotAllowed">Inside the exception that HttpClient throws.</exception>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        if (OpenTransaction.IsHere) throw new InvalidOperationException("A webhook was to be sent from inside a transaction, which would be held open by it.");
        return http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }

    public void Dispose() => http.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var addresses = await AddressesAsync(context.DnsEndPoint.Host, cancellation);
        for (var i = 0; ; i++)
        {
            try
            {
                return await ConnectAsync(new IPEndPoint(addresses[i], context.DnsEndPoint.Port), cancellation);
            }
            catch (SocketException) when (i + 1 < addresses.Length)
            {
                // The next address may answer.
            }
        }
    }

    private async Task<IPAddress[]> AddressesAsync(string name, CancellationToken cancellation)
    {
        try
        {
            var found = await names.FindAsync(name, cancellation);
            return found.Length > 0 && found.All(settings.Allows) ? found : throw new AddressNotAllowed();
        }
        catch (SocketException)
        {
            throw new AddressNotAllowed();
        }
    }

    private static async Task<Stream> ConnectAsync(IPEndPoint to, CancellationToken cancellation)
    {
        var socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(to, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
