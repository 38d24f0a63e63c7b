using Cln.FakeProviders.Keeping;
using Cln.FakeProviders.Stripe;

namespace Cln.FakeProviders.Pages;

/// <summary><c>/3ds/{id}?client_secret=…</c>: the page of the bank, where a card's holder confirms that it's him.</summary>
internal static class ThreeDSecurePage
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/3ds/{id}", async (string id, HttpRequest request, Books books) =>
        {
            var secret = request.Query["client_secret"].ToString();
            return await books.DoAsync(page => Waits(page, id, secret)) ? Form(id, secret) : Html.Gone("There is nothing to be confirmed here, or it is over.");
        });
        app.MapPost("/3ds/{id}", AnswerAsync).DisableAntiforgery();
    }

    /// <summary>Back to the shop, as Stripe leads back.</summary>
    public static string Back(string url, string secret, string status)
    {
        var kind = secret.StartsWith("seti_", StringComparison.Ordinal) ? "setup_intent" : "payment_intent";
        return Html.With(url, (kind, secret.Split("_secret_")[0]), ($"{kind}_client_secret", secret), ("redirect_status", status is "succeeded" or "processing" ? "succeeded" : "failed"));
    }

    private static async Task<IResult> AnswerAsync(string id, HttpContext http, Books books, FakeClock clock, StripeEndpoint endpoint)
    {
        var form = await http.Request.ReadFormAsync();
        var secret = form["client_secret"].ToString();
        var passed = form["choice"] == "complete";
        return await books.DoAsync<IResult>(page =>
        {
            if (!Waits(page, id, secret)) return Html.Gone("There is nothing to be confirmed here, or it is over.");
            var call = new StripeCall(page, new([]), id, clock.GetUtcNow(), endpoint.PublicUrl(http));
            var (status, back) = page.Find<StripeSetup>(id) is not null
                ? StripeSetups.Authenticate(call, passed) is var setup ? (setup.Status, setup.ReturnUrl) : default
                : StripeCharges.Authenticate(call, passed) is var payment ? (payment.Status, payment.ReturnUrl) : default;
            return Html.IsWeb(back) ? Results.Redirect(Back(back!, secret, status)) : Html.Page(passed ? "Confirmed" : "Not confirmed", "<p>You may close this page.</p>");
        });
    }

    private static bool Waits(Page page, string id, string secret) =>
        (page.Find<StripeSetup>(id) is { Status: "requires_action" } setup && setup.ClientSecret == secret) || (page.Find<StripePayment>(id) is { Status: "requires_action" } payment && payment.ClientSecret == secret);

    private static IResult Form(string id, string secret) => Html.Page(
        "Is it you?",
        $"""
        <p>Your bank would like to know whether it's really you who is using this card.</p>
        <form method="post" action="/3ds/{Html.Text(id)}">
          <input type="hidden" name="client_secret" value="{Html.Text(secret)}">
          <button name="choice" value="complete">It's me</button>
          <button name="choice" value="fail" class="other">It isn't</button>
        </form>
        """);
}
