using Cln.FakeProviders.Hooks;
using Cln.FakeProviders.Keeping;
using Cln.FakeProviders.Stripe;

namespace Cln.FakeProviders.Pages;

/// <summary>
/// <c>/card?client_secret=…&amp;return_url=…</c> stands for Stripe.js: takes a card for a SetupIntent or PaymentIntent, confirms it, and leads on to
/// 3-D Secure or back, with the query that Stripe adds. One that waits for 3-D Secure already is led there at once, as <c>handleNextAction</c> does.
/// </summary>
internal static class CardPage
{
    private const string Name = "Stripe";
    private const string Over = "There is no such payment or card to be kept, or no page to lead back to.";

    private static readonly (string Value, string Html)[] cards =
    [
        Card("4242 4242 4242 4242", "works"),
        Card("4000 0025 0000 3155", "asks for 3-D Secure when it is entered"),
        Card("4000 0027 6000 3184", "asks for 3-D Secure at each payment"),
        Card("4000 0000 0000 0002", "is declined"),
        Card("4000 0000 0000 9995", "is declined: insufficient funds"),
        Card("4000 0000 0000 0341", "can be kept, is declined when charged"),
        Card("4000 0000 0000 0259", "works, is disputed afterwards"),
    ];

    public static void Map(WebApplication app)
    {
        app.MapGet("/card", async (HttpRequest request, Books books) =>
        {
            var (secret, back) = (request.Query["client_secret"].ToString(), request.Query["return_url"].ToString());
            return await books.DoAsync(page =>
            {
                if (StripeAsk.Of(page, secret) is not { } ask || !Html.IsWeb(back)) return Html.Gone(Over, Name);
                ask.LeadBackTo(page, back);
                return ask.Waits ? OnToTheBank(ask) : Form(ask with { ReturnUrl = back }, chosen: null, other: "", error: null);
            });
        });
        app.MapPost("/card", PayAsync).DisableAntiforgery();
    }

    private static async Task<IResult> PayAsync(HttpContext http, Books books, FakeClock clock, StripeEndpoint endpoint)
    {
        var form = await http.Request.ReadFormAsync();
        var (secret, back, chosen, other) = (form["client_secret"].ToString(), form["return_url"].ToString(), form["number"].ToString(), form["other"].ToString());
        if (await books.DoAsync(page => StripeAsk.Of(page, secret)) is not { } ask || !Html.IsWeb(back)) return Html.Gone(Over, Name);
        ask = ask with { ReturnUrl = back };
        if (TestCard.Numbered(other.Length > 0 ? other : chosen) is not { } card) return Form(ask, chosen, other, "This isn't one of the test cards.");
        try
        {
            var (status, error) = await books.DoAsync(page => Confirm(page, clock.GetUtcNow(), endpoint.PublicUrl(http), ask, card));
            return status switch
            {
                "requires_action" => OnToTheBank(ask),
                "succeeded" or "processing" => Results.Redirect(ThreeDSecurePage.Back(back, secret, status)),
                _ => Form(ask, chosen, other, error ?? "This can't be paid any more."),
            };
        }
        catch (StripeProblem problem)
        {
            return Form(ask, chosen, other, problem.Message);
        }
    }

    private static (string Status, string? Error) Confirm(Page page, DateTimeOffset now, string publicUrl, StripeAsk ask, TestCard card)
    {
        Ripening.Ripen(page, now, publicUrl);
        var method = page.Put(new StripeMethod(Names.Stripe("pm"), card.Number, 12, now.Year + 3, now));
        var call = new StripeCall(page, new([new("payment_method", method.Id), new("return_url", ask.ReturnUrl!)]), ask.Id, now, publicUrl);
        if (ask.IsSetup)
        {
            StripeSetups.Confirm(call);
            var setup = page.The<StripeSetup>(ask.Id);
            return (setup.Status, setup.Error?.Message);
        }

        StripePayments.Confirm(call);
        var payment = page.The<StripePayment>(ask.Id);
        return (payment.Status, payment.Error?.Message);
    }

    private static IResult OnToTheBank(StripeAsk ask) => Results.Redirect($"/3ds/{ask.Id}?client_secret={Uri.EscapeDataString(ask.Secret)}");

    private static IResult Form(StripeAsk ask, string? chosen, string other, string? error) => Html.Page(
        ask.IsSetup ? "Keep a card" : "Pay by card",
        $"""
        {Html.Error(error)}
        {Html.Facts(ask.Facts)}
        <form method="post" action="/card">
          <input type="hidden" name="client_secret" value="{Html.Text(ask.Secret)}">
          <input type="hidden" name="return_url" value="{Html.Text(ask.ReturnUrl)}">
          {Html.Choice("Test card", "number", chosen, cards)}
          <label class="what" for="other">Another test card's number, instead</label>
          <input type="text" id="other" name="other" inputmode="numeric" autocomplete="off" value="{Html.Text(other)}" aria-describedby="hint{(error is null ? "" : " error")}"{(error is null || other.Length == 0 ? "" : " aria-invalid=\"true\"")}>
          <p class="note" id="hint">Only Stripe's test cards are taken. Expiry and security code are made up for you.</p>
          <button>{(ask.IsSetup ? "Keep this card" : Html.Text($"Pay {ask.Amount}"))}</button>
        </form>
        """,
        Name, failed: error is not null);

    private static (string Value, string Html) Card(string number, string what) => (number, $"<code>{number}</code> {what}");
}
