using Cln.FakeProviders.Hooks;
using Cln.FakeProviders.Keeping;
using Cln.FakeProviders.PayPal;

namespace Cln.FakeProviders.Pages;

/// <summary>PayPal's pages: <c>/checkoutnow?token=…</c>, where a payer approves an order, and <c>/agreements/approve?approval_session_id=…</c>, where he lets us keep his wallet.</summary>
internal static class ApprovalPage
{
    private const string Name = "PayPal";
    private const string Over = "There is nothing to be approved here, or it is over.";

    private static readonly PayPalPayer Buyer = new("QYR5Z8XDVJNXQ", "buyer@example.com", "Bo", "Buyer");

    public static void Map(WebApplication app)
    {
        app.MapGet("/checkoutnow", (HttpContext http, Books books, FakeClock clock, PayPalEndpoint endpoint) => ShowAsync(http, books, clock, endpoint, "token"));
        app.MapGet("/agreements/approve", (HttpContext http, Books books, FakeClock clock, PayPalEndpoint endpoint) => ShowAsync(http, books, clock, endpoint, "approval_session_id"));
        app.MapPost("/checkoutnow", AnswerAsync).DisableAntiforgery();
        app.MapPost("/agreements/approve", AnswerAsync).DisableAntiforgery();
    }

    private static Task<IResult> ShowAsync(HttpContext http, Books books, FakeClock clock, PayPalEndpoint endpoint, string name) => books.DoAsync(page =>
    {
        var call = new PayPalCall(page, null, http.Request.Query[name].ToString(), clock.GetUtcNow(), endpoint.PublicUrl(http));
        Ripening.Ripen(page, call.Now, call.PublicUrl);
        if (PayPalOrders.Find(call, call.Id) is { Status: not ("COMPLETED" or "VOIDED") } order)
        {
            var amount = $"{order.Amount.Value} {order.Amount.Currency}";
            var error = order.Mood == WalletMood.Declines ? "The bank of the wallet that you chose declines this payment. Choose another one." : null;
            return Form(http.Request.Path, call.Id, "Approve a payment", $"Pay {amount}", error, ("Shop", Html.Shop(order.ReturnUrl)), ("For", order.Description), ("Amount", amount));
        }

        return PayPalVault.FindSetup(call, call.Id) is { Status: not "VAULTED" } setup
            ? Form(http.Request.Path, call.Id, "Let a shop charge your wallet", "Agree and continue", error: null, ("Shop", Html.Shop(setup.ReturnUrl)), ("For", "later payments, also when you are away"), ("Amount", "nothing today"))
            : Html.Gone(Over, Name);
    });

    private static async Task<IResult> AnswerAsync(HttpContext http, Books books, FakeClock clock, PayPalEndpoint endpoint)
    {
        var form = await http.Request.ReadFormAsync();
        var mood = Enum.TryParse<WalletMood>(form["wallet"], ignoreCase: true, out var chosen) ? chosen : WalletMood.Pays;
        return await books.DoAsync(page =>
        {
            var call = new PayPalCall(page, null, form["token"].ToString(), clock.GetUtcNow(), endpoint.PublicUrl(http));
            var url = form["choice"] == "cancel" ? Cancel(call) : Approve(call, mood);
            return url is null ? Html.Gone(Over, Name) : Html.IsWeb(url) ? Results.Redirect(url) : Html.Done("Done", "Your answer is kept.", Name);
        });
    }

    private static string? Approve(PayPalCall call, WalletMood mood)
    {
        if (PayPalOrders.Approve(call, Buyer, mood) is { } order) return Html.With(order.ReturnUrl ?? "", ("token", order.Id), ("PayerID", Buyer.AccountId));
        return PayPalVault.Approve(call, Buyer, mood) is { } setup ? Html.With(setup.ReturnUrl ?? "", ("approval_token_id", setup.Id), ("approval_session_id", setup.Id)) : null;
    }

    private static string? Cancel(PayPalCall call)
    {
        if (PayPalOrders.Find(call, call.Id) is { } order) return Html.With(order.CancelUrl ?? "", ("token", order.Id));
        return PayPalVault.FindSetup(call, call.Id) is { } setup ? Html.With(setup.CancelUrl ?? "", ("approval_token_id", setup.Id), ("approval_session_id", setup.Id)) : null;
    }

    private static IResult Form(string path, string token, string title, string button, string? error, params (string Name, string? Value)[] facts) => Html.Page(
        title,
        $"""
        {Html.Error(error)}
        {Html.Facts(facts)}
        <form method="post" action="{Html.Text(path)}">
          <input type="hidden" name="token" value="{Html.Text(token)}">
          {Html.Choice("Wallet of Bo Buyer", "wallet", chosen: null, ("pays", "with money in it"), ("declines", "whose bank declines"), ("waits", "that pays by eCheck, in three days"))}
          <button name="choice" value="approve">{Html.Text(button)}</button>
          <button name="choice" value="cancel" class="other">Cancel and return</button>
        </form>
        """,
        Name, failed: error is not null);
}
