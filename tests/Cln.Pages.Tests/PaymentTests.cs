using Cln.Tests;
using Cln.Tests.Registration;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cln.Pages.Tests;

/// <summary>What a payer reads and clicks, from the API's answer to the provider's page and back; the pages are the played ones.</summary>
public sealed class PaymentTests(PaymentDesk desk) : IClassFixture<PaymentDesk>
{
    private const string AsksWhenEntered = "4000 0025 0000 3155";
    private const string AsksEachTime = "4000 0027 6000 3184";

    [BrowserFact]
    public async Task A_top_up_is_declined_to_one_wallet_approved_with_another_and_on_the_balance()
    {
        var started = (await desk.Reseller.SendAsync(
            "mutation($back: String!, $gone: String!, $key: IdempotencyKey!) { startPayPalTopUp(input: { amount: \"50.00\", returnUrl: $back, cancelUrl: $gone, idempotencyKey: $key }) { payment { state } approvalUrl errors { ... on Error { code } } } }",
            new { back = desk.Back, gone = desk.Gone, key = World.Key() })).Worked("startPayPalTopUp");
        var page = await desk.SentToAsync(started.Text("startPayPalTopUp.approvalUrl"));
        await Expect(page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Approve a payment");
        await AssertToldAsync(page, $"Shop {desk.World.Address.Authority}", "For Top up, PayPal", "Amount 50.00 USD");

        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel and return" }).ClickAsync();
        Assert.Contains("gone", (await desk.ReturnedAsync(page)).Keys);
        Assert.Equal("REQUIRES_ACTION", await ConfirmedAsync(started.Text("startPayPalTopUp.approvalUrl").Split('=')[^1]));

        await page.GotoAsync(started.Text("startPayPalTopUp.approvalUrl"));
        await page.GetByLabel("whose bank declines").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Pay 50.00 USD" }).ClickAsync();
        Assert.Equal("REQUIRES_ACTION", await ConfirmedAsync((await desk.ReturnedAsync(page))["token"]));

        await page.GotoAsync(started.Text("startPayPalTopUp.approvalUrl"));
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The bank of the wallet that you chose declines this payment. Choose another one.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pay 50.00 USD" }).ClickAsync();
        var back = await desk.ReturnedAsync(page);
        Assert.Contains("back", back.Keys);
        Assert.Equal("POSTED", await ConfirmedAsync(back["token"]));

        await page.GotoAsync(started.Text("startPayPalTopUp.approvalUrl"));
        await Expect(page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Nothing to see here");
    }

    [BrowserFact]
    public async Task A_refused_card_is_told_in_place_and_another_is_kept_by_the_keyboard_alone()
    {
        var started = await StartMethodAsync();
        var page = await desk.AtStripesFormAsync(started.Text("startPaymentMethod.clientSecret"));
        await Expect(page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Keep a card");
        await AssertToldAsync(page, "For keeping a card for later payments", "Amount nothing today");

        await page.GetByLabel("Another test card's number, instead").FillAsync("1234");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("This isn't one of the test cards.");
        await Expect(page).ToHaveTitleAsync("Error: Keep a card – Stripe, played");
        await Expect(page.GetByLabel("Another test card's number, instead")).ToHaveAccessibleDescriptionAsync(new System.Text.RegularExpressions.Regex("This isn't one of the test cards"));

        await page.GetByLabel("Another test card's number, instead").FillAsync("");
        await Card(page, "4000 0000 0000 0002").CheckAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Your card was declined.");
        await Expect(Card(page, "4000 0000 0000 0002")).ToBeCheckedAsync();

        await Card(page, "4000 0000 0000 0002").FocusAsync();
        while (!await Card(page, "4242 4242 4242 4242").IsCheckedAsync()) await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Keep this card" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("succeeded", (await desk.ReturnedAsync(page))["redirect_status"]);
        Assert.Equal("Visa •••• 4242", (await KeepAsync(started)).Worked("addPaymentMethod").Text("addPaymentMethod.paymentMethod.label"));
    }

    [BrowserTheory]
    [InlineData("It's me", "succeeded", null)]
    [InlineData("It isn't me", "failed", "PAYMENT_METHOD_REFUSED")]
    public async Task A_card_whose_bank_asks_for_the_holder_is_kept_if_the_holder_agrees(string answer, string status, string? code)
    {
        var started = await StartMethodAsync();
        var page = await desk.AtStripesFormAsync(started.Text("startPaymentMethod.clientSecret"));
        await Card(page, AsksWhenEntered).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep this card" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Is it you?");
        await AssertToldAsync(page, $"Shop {desk.World.Address.Authority}", "Card Visa •••• 3155");
        await page.GetByRole(AriaRole.Button, new() { Name = answer, Exact = true }).ClickAsync();

        Assert.Equal(status, (await desk.ReturnedAsync(page))["redirect_status"]);
        Assert.Equal(code, (await KeepAsync(started)).Code("addPaymentMethod"));
    }

    [BrowserFact]
    public async Task A_new_reseller_enters_a_card_confirms_it_to_the_bank_and_has_paid_the_deposit()
    {
        var ann = new Applicant(desk.World, "ann");
        await ann.ReachAsync("PAYMENT");
        var started = (await ann.StartMethodAsync(with: new { returnUrl = desk.Back, cancelUrl = desk.Gone })).Worked("startRegistrationPaymentMethod");
        var page = await desk.AtStripesFormAsync(started.Text("startRegistrationPaymentMethod.clientSecret"));
        await Card(page, AsksEachTime).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep this card" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "It's me" }).ClickAsync();
        await desk.ReturnedAsync(page);

        var key = World.Key();
        var asked = (await ann.PayWithAsync("stripe", started.Text("startRegistrationPaymentMethod.id"), key)).Worked("submitRegistrationPayment");
        page = await desk.AtStripesFormAsync(asked.Text("submitRegistrationPayment.registration.payerAction.clientSecret"));
        await Expect(page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Is it you?");
        await AssertToldAsync(page, "For Deposit, Visa •••• 3184", "Amount 1000.00 USD");
        await page.GetByRole(AriaRole.Button, new() { Name = "It's me" }).ClickAsync();

        Assert.Equal("succeeded", (await desk.ReturnedAsync(page))["redirect_status"]);
        Assert.Equal("ACCOUNT", (await ann.PayWithAsync("stripe", started.Text("startRegistrationPaymentMethod.id"), key)).Worked("submitRegistrationPayment").Text("submitRegistrationPayment.registration.step"));
    }

    [BrowserFact]
    public async Task A_new_reseller_agrees_on_PayPals_page_and_has_paid_the_deposit()
    {
        var bob = new Applicant(desk.World, "bob");
        await bob.ReachAsync("PAYMENT");
        var started = (await bob.StartMethodAsync("paypal", new { returnUrl = desk.Back, cancelUrl = desk.Gone })).Worked("startRegistrationPaymentMethod");
        var page = await desk.SentToAsync(started.Text("startRegistrationPaymentMethod.approvalUrl"));
        await Expect(page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Let a shop charge your wallet");
        await AssertToldAsync(page, "For later payments, also when you are away", "Amount nothing today");
        await page.GetByRole(AriaRole.Radio, new() { Name = "with money in it" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Agree and continue" }).ClickAsync();

        Assert.Equal(started.Text("startRegistrationPaymentMethod.id"), (await desk.ReturnedAsync(page))["approval_token_id"]);
        Assert.Equal("ACCOUNT", (await bob.PayWithAsync("paypal", started.Text("startRegistrationPaymentMethod.id"))).Worked("submitRegistrationPayment").Text("submitRegistrationPayment.registration.step"));
    }

    private static ILocator Card(IPage page, string number) => page.GetByRole(AriaRole.Radio, new() { Name = number });

    private static async Task AssertToldAsync(IPage page, params string[] facts)
    {
        var told = await page.EvaluateAsync<string[]>("[...document.querySelectorAll('dt')].map(name => name.innerText + ' ' + name.nextElementSibling.innerText)");
        Assert.Superset(facts.ToHashSet(), told.ToHashSet());
    }

    private async Task<Answer> StartMethodAsync() => (await desk.Reseller.SendAsync(
        "mutation($back: String!, $gone: String!) { startPaymentMethod(input: { gateway: \"stripe\", returnUrl: $back, cancelUrl: $gone }) { id clientSecret errors { ... on Error { code } } } }",
        new { back = desk.Back, gone = desk.Gone })).Worked("startPaymentMethod");

    private Task<Answer> KeepAsync(Answer started) => desk.Reseller.SendAsync(
        "mutation($token: String!) { addPaymentMethod(input: { gateway: \"stripe\", token: $token }) { paymentMethod { label } errors { ... on Error { code } } } }",
        new { token = started.Text("startPaymentMethod.id") });

    private async Task<string> ConfirmedAsync(string order) => (await desk.Reseller.SendAsync(
        "mutation($order: String!) { confirmPayPalTopUp(input: { orderId: $order }) { payment { state } errors { ... on Error { code } } } }", new { order })).Worked("confirmPayPalTopUp").Text("confirmPayPalTopUp.payment.state");
}
