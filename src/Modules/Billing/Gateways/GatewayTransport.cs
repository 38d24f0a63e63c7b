using System.Net.Http.Headers;
using Cln.Contracts;
using Cln.Data;

namespace Cln.Billing;

/// <summary>
/// What stands under every gateway's client: it refuses to send inside a transaction, says which requests surely never left, and reads no
/// answer beyond a megabyte.
/// </summary>
internal sealed class GatewayTransport : DelegatingHandler
{
    /// <summary>Longer than any call of ours should take, shorter than a payment's lease.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public const int LargestAnswer = 1024 * 1024;

    /// <summary>For an <c>IHttpClientFactory</c>, which brings its own handler under this one.</summary>
    public GatewayTransport()
    {
    }

    private GatewayTransport(HttpMessageHandler inner)
        : base(inner)
    {
    }

    /// <summary>A client with connections of its own: no cookies, no redirects, nothing unpacked.</summary>
    public static HttpClient Client() => new(new GatewayTransport(new SocketsHttpHandler
    {
        UseCookies = false,
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    }))
    {
        Timeout = Patience,
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (OpenTransaction.IsHere) throw new InvalidOperationException($"{request.Method} {request.RequestUri} was to be sent inside a transaction.");
        var response = await ReachAsync(request, cancellationToken);
        try
        {
            await CapAsync(response, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private async Task<HttpResponseMessage> ReachAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            return await base.SendAsync(request, cancellation);
        }
        catch (HttpRequestException failure) when (
            failure.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError)
        {
            throw new GatewayNotReached($"{request.RequestUri?.Host} can't be reached: {failure.Message}", failure);
        }
    }

    /// <summary>Reads the whole answer here, where the client's timeout still holds.</summary>
    private static async Task CapAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        using var read = new MemoryStream();
        await using (var body = await response.Content.ReadAsStreamAsync(cancellation))
        {
            var buffer = new byte[16 * 1024];
            for (int count; (count = await body.ReadAsync(buffer, cancellation)) > 0;)
            {
                if (read.Length + count > LargestAnswer) throw new InvalidDataException($"The answer is larger than {LargestAnswer} bytes.");
                read.Write(buffer, 0, count);
            }
        }

        var whole = new ByteArrayContent(read.ToArray());
        foreach (var (name, values) in response.Content.Headers.Where(header => header.Key != "Content-Length")) whole.Headers.TryAddWithoutValidation(name, values);
        whole.Headers.ContentType ??= new MediaTypeHeaderValue("application/json");
        response.Content = whole;
    }
}
