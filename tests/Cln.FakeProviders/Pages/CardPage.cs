using Cln.FakeProviders.Hooks;
using Cln.FakeProviders.Keeping;
using Cln.FakeProviders.Stripe;

namespace Cln.FakeProviders.Pages;

/// <summary>
/// <c>/card?client_secret=…&amp;return_url=…</c> stands for Stripe.js: takes a card for a SetupIntent or PaymentIntent, confirms it, and leads on to
/// 3-D Secure or back, with the query that Stripe adds.
/// </summary>
internal static class CardPage
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/card", async (HttpRequest request, Books books) =>
        {
            var (secret, back) = (request.Query["client_secret"].ToString(), request.Query["return_url"].ToString());
            return await books.DoAsync(page => Amount(page, secret)) is { } amount && Html.IsWeb(back) ? Form(secret, back, amount, "4242 4242 4242 4242", error: null) : Html.Gone("There is no such payment or card to be kept, or no page to lead back to.");
        });
        app.MapPost("/card", PayAsync).DisableAntiforgery();
    }

    private static async Task<IResult> PayAsync(HttpContext http, Books books, FakeClock clock, StripeEndpoint endpoint)
    {
        var form = await http.Request.ReadFormAsync();
        var (secret, back, number) = (form["client_secret"].ToString(), form["return_url"].ToString(), form["number"].ToString());
        if (await books.DoAsync(page => Amount(page, secret)) is not { } amount || !Html.IsWeb(back)) return Html.Gone("There is no such payment or card to be kept, or no page to lead back to.");
        if (TestCard.Numbered(number) is not { } card) return Form(secret, back, amount, number, "This isn't one of the test cards.");
        try
        {
            var (status, error) = await books.DoAsync(page => Confirm(page, clock.GetUtcNow(), endpoint.PublicUrl(http), secret, card, back));
            return status switch
            {
                "requires_action" => Results.Redirect($"/3ds/{IdOf(secret)}?client_secret={Uri.EscapeDataString(secret)}"),
                "succeeded" or "processing" => Results.Redirect(ThreeDSecurePage.Back(back, secret, status)),
                _ => Form(secret, back, amount, number, error ?? "This can't be paid any more."),
            };
        }
        catch (StripeProblem problem)
        {
            return Form(secret, back, amount, number, problem.Message);
        }
    }

    private static (string Status, string? Error) Confirm(Page page, DateTimeOffset now, string publicUrl, string secret, TestCard card, string back)
    {
        Ripening.Ripen(page, now, publicUrl);
        var id = IdOf(secret);
        var method = page.Put(new StripeMethod(Names.Stripe("pm"), card.Number, 12, now.Year + 3, now));
        var call = new StripeCall(page, new([new("payment_method", method.Id), new("return_url", back)]), id, now, publicUrl);
        if (page.Find<StripeSetup>(id) is not null)
        {
            StripeSetups.Confirm(call);
            var setup = page.The<StripeSetup>(id);
            return (setup.Status, setup.Error?.Message);
        }

        StripePayments.Confirm(call);
        var payment = page.The<StripePayment>(id);
        return (payment.Status, payment.Error?.Message);
    }

    /// <summary>What the button says; null when there is nothing to do.</summary>
    private static string? Amount(Page page, string secret)
    {
        var id = IdOf(secret);
        if (page.Find<StripeSetup>(id) is { } setup && setup.ClientSecret == secret) return "Keep this card";
        return page.Find<StripePayment>(id) is { } payment && payment.ClientSecret == secret ? $"Pay {payment.Amount / 100m:0.00} {payment.Currency.ToUpperInvariant()}" : null;
    }

    private static string IdOf(string secret) => secret.Split("_secret_")[0];

    private static IResult Form(string secret, string back, string button, string number, string? error) => Html.Page(
        "Enter a card",
        $"""
        {Html.Error(error)}
        <form method="post" action="/card">
          <input type="hidden" name="client_secret" value="{Html.Text(secret)}">
          <input type="hidden" name="return_url" value="{Html.Text(back)}">
          <label for="number">Card number</label>
          <input type="text" id="number" name="number" inputmode="numeric" autocomplete="off" required list="cards" value="{Html.Text(number)}" aria-describedby="hint">
          <datalist id="cards">
            <option value="4242 4242 4242 4242">works</option>
            <option value="4000 0025 0000 3155">asks for 3-D Secure, once</option>
            <option value="4000 0027 6000 3184">asks for 3-D Secure each time</option>
            <option value="4000 0000 0000 0002">declined</option>
            <option value="4000 0000 0000 9995">insufficient funds</option>
            <option value="4000 0000 0000 0341">can be kept, is declined when charged</option>
            <option value="4000 0000 0000 0259">is disputed afterwards</option>
          </datalist>
          <p class="note" id="hint">One of Stripe's test cards. Expiry and security code are made up for you.</p>
          <button>{Html.Text(button)}</button>
        </form>
        """);
}
