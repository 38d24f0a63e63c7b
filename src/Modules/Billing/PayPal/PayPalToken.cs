using System.Net.Http.Headers;
using System.Text;
using Cln.Contracts;

namespace Cln.Billing;

/// <summary>The token that every call to PayPal carries: kept until shortly before it expires, and fetched by one caller for all that wait.</summary>
internal sealed class PayPalToken(IHttpClientFactory clients, PayPalSettings settings, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan margin = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim one = new(1);
    private volatile Kept? kept;

    /// <exception cref="GatewayRejectsUs">PayPal doesn't know these credentials.</exception>
    /// <exception cref="GatewayNotReached">There is no token to be had, so that nothing else was sent either.</exception>
    public async Task<string> TakeAsync(CancellationToken cancellation)
    {
        if (Current is { } ready) return ready;
        await one.WaitAsync(cancellation);
        try
        {
            if (Current is { } fetched) return fetched;
            var token = await FetchAsync(cancellation);
            kept = new(token.AccessToken!, clock.GetUtcNow() + TimeSpan.FromSeconds(token.ExpiresIn) - margin);
            return token.AccessToken!;
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>Forgets a token that PayPal no longer takes; not the one that another has fetched meanwhile.</summary>
    public void Drop(string token)
    {
        if (kept is { } known && known.Token == token) kept = null;
    }

    public void Dispose() => one.Dispose();

    private string? Current => kept is { } known && known.Until > clock.GetUtcNow() ? known.Token : null;

    private async Task<WireToken> FetchAsync(CancellationToken cancellation)
    {
        try
        {
            using var client = clients.CreateClient(PayPalHttp.Asking);
            using var request = new HttpRequestMessage(HttpMethod.Post, "v1/oauth2/token") { Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.ClientId}:{settings.ClientSecret}")));
            using var response = await client.SendAsync(request, cancellation);
            var token = await PayPalAnswers.ReadAsync(response, PayPalWire.Default.WireToken, clock, cancellation);
            return token.AccessToken is { Length: > 0 } ? token : throw new PayPalUnclear("PayPal's token is empty.");
        }
        catch (PayPalRefusal refusal)
        {
            throw new GatewayRejectsUs($"PayPal gives us no token: {refusal.Message}");
        }
        catch (Exception failure) when (failure is not GatewayRejectsUs and not GatewayBusy && !cancellation.IsCancellationRequested)
        {
            throw new GatewayNotReached($"PayPal gives us no token, so that nothing was sent: {failure.Message}", failure);
        }
    }

    private sealed record Kept(string Token, DateTimeOffset Until);
}
