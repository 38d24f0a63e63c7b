using Cln.FakeProviders.Hooks;
using Cln.FakeProviders.Keeping;
using Cln.FakeProviders.Stripe;

namespace Cln.FakeProviders.Pages;

/// <summary><c>/3ds/{id}?client_secret=…</c>: the page of the bank, where a card's holder confirms that it's him.</summary>
internal static class ThreeDSecurePage
{
    private const string Bank = "The card's bank";
    private const string Over = "There is nothing to be confirmed here, or it is over.";

    public static void Map(WebApplication app)
    {
        app.MapGet("/3ds/{id}", async (string id, HttpRequest request, Books books) =>
        {
            var secret = request.Query["client_secret"].ToString();
            return await books.DoAsync(page => StripeAsk.Of(page, secret) is { Waits: true } ask && ask.Id == id ? Form(ask) : Html.Gone(Over, Bank));
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
            if (StripeAsk.Of(page, secret) is not { Waits: true } ask || ask.Id != id) return Html.Gone(Over, Bank);
            var call = new StripeCall(page, new([]), id, clock.GetUtcNow(), endpoint.PublicUrl(http));
            var (status, back) = ask.IsSetup
                ? StripeSetups.Authenticate(call, passed) is var setup ? (setup.Status, setup.ReturnUrl) : default
                : StripeCharges.Authenticate(call, passed) is var payment ? (payment.Status, payment.ReturnUrl) : default;
            if (Html.IsWeb(back)) return Results.Redirect(Back(back!, secret, status));
            return passed ? Html.Done("Confirmed", "Your bank knows that it was you.", Bank) : Html.Done("Not confirmed", "Nothing was charged. Another card can be tried.", Bank);
        });
    }

    private static IResult Form(StripeAsk ask) => Html.Page(
        "Is it you?",
        $"""
        <p>Your bank would like to know whether it's really you who is using this card.</p>
        {Html.Facts([.. ask.Facts, ("Card", ask.Card)])}
        <form method="post" action="/3ds/{Html.Text(ask.Id)}">
          <input type="hidden" name="client_secret" value="{Html.Text(ask.Secret)}">
          <button name="choice" value="complete">It's me</button>
          <button name="choice" value="fail" class="other">It isn't me</button>
        </form>
        """,
        Bank);
}
