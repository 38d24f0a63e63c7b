using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Cln.FakeProviders.Keeping;

namespace Cln.FakeProviders.PayPal;

/// <summary>Access tokens, for a client's id and secret.</summary>
internal static class PayPalTokens
{
    private const int Seconds = 31668;

    public static async Task IssueAsync(HttpContext http, Books books, FakeClock clock, FakeSettings settings)
    {
        http.Response.Headers["Paypal-Debug-Id"] = Names.DebugId();
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync() : FormCollection.Empty;
        var answer = !IsKnown(http.Request, settings) ? PayPalErrors.InvalidClient()
            : form["grant_type"] != "client_credentials" ? new(StatusCodes.Status400BadRequest, new JsonObject { ["error"] = "unsupported_grant_type", ["error_description"] = "Unsupported grant_type" })
            : Issue(await books.DoAsync(page => page.Put(new PayPalToken("A21AA" + Names.Token() + Names.Token(), clock.GetUtcNow().AddSeconds(Seconds)))));
        await answer.WriteAsync(http);
    }

    private static Answer Issue(PayPalToken token) => Answer.Ok(new JsonObject
    {
        ["scope"] = "https://uri.paypal.com/services/payments/payment/authcapture https://uri.paypal.com/services/payments/refund https://uri.paypal.com/services/vault/payment-tokens/readwrite https://uri.paypal.com/services/reporting/search/read",
        ["access_token"] = token.Id,
        ["token_type"] = "Bearer",
        ["app_id"] = "APP-80W284485P519543T",
        ["expires_in"] = Seconds,
        ["nonce"] = Names.Token(),
    });

    private static bool IsKnown(HttpRequest request, FakeSettings settings)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) || header is not { Scheme: "Basic", Parameter: { } encoded }) return false;
        var parts = Encoding.UTF8.GetString(Convert.FromBase64String(encoded)).Split(':', 2);
        var (id, secret) = settings.PayPalClient;
        return parts is [{ Length: > 0 }, { Length: > 0 }] && (id is null || parts[0] == id) && (secret is null || parts[1] == secret);
    }
}
