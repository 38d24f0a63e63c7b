using System.Globalization;
using System.Text.RegularExpressions;
using Cln.Host.Demo;
using Cln.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cln.Pages.Tests;

/// <summary>The pages about money, on which nothing may happen twice.</summary>
public sealed partial class MoneyTests
{
    private const string AsksEachTime = "4000 0027 6000 3184";
    private const string Draft = "cln-draft:/billing/balance:top-up";

    [BrowserFact]
    public async Task A_top_up_is_taken_once_however_often_it_is_sent_and_the_balance_follows()
    {
        await using var desk = await ConsoleDesk.StartAsync();
        var reader = await desk.VisitAsync(DemoData.Login);
        var page = reader.Page;
        var before = await BalanceAsync(desk);
        await reader.GoAsync("/billing/balance");
        await reader.LookAsync("balance");

        await page.GetByLabel("Amount", new() { Exact = true }).FillAsync("5");
        await page.GetByRole(AriaRole.Button, new() { Name = "Top up $5.00" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("At least $10.00.");

        await page.GetByLabel("Amount", new() { Exact = true }).FillAsync("123.45");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Top up $123.45" })).ToBeVisibleAsync();
        var typed = await page.EvaluateAsync<string>($"sessionStorage.getItem('{Draft}')");
        await page.GetByRole(AriaRole.Button, new() { Name = "Top up $123.45" }).DblClickAsync();
        await Expect(page.GetByText("$123.45 are on your balance.")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-balance-figure]")).ToHaveTextAsync(Said(before + 123.45m));
        await Expect(page.Locator("[data-balance]")).ToContainTextAsync(Said(before + 123.45m));

        // Back and forth: the form is empty, and nothing is sent.
        await page.GetByRole(AriaRole.Link, new() { Name = "Invoices" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Invoices");
        await page.GoBackAsync();
        await Expect(page.GetByLabel("Amount", new() { Exact = true })).ToHaveValueAsync("");

        // As if the answer had never come: the form comes back with what was typed and its key, and sending it again is the same payment.
        await page.EvaluateAsync("([name, draft]) => sessionStorage.setItem(name, draft)", new[] { Draft, typed });
        await reader.GoAsync("/billing/balance");
        await Expect(page.GetByLabel("Amount", new() { Exact = true })).ToHaveValueAsync("123.45");
        await page.GetByRole(AriaRole.Button, new() { Name = "Top up $123.45" }).ClickAsync();
        await Expect(page.GetByText("$123.45 are on your balance.")).ToBeVisibleAsync();

        Assert.Equal(before + 123.45m, await BalanceAsync(desk));
        Assert.Single(await PaymentsAsync(desk), payment => payment == ("123.45", "POSTED"));
        reader.AssertCalm();
    }

    [BrowserFact]
    public async Task A_payment_by_PayPal_is_approved_or_given_up_on_its_page_and_told_on_ours()
    {
        await using var desk = await ConsoleDesk.StartAsync(withProviders: true);
        var payer = await desk.VisitAsync(DemoData.Login);
        var page = payer.Page;

        await ToPayPalAsync(payer, "60", "Proceed to PayPal with $60.00");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel and return" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Nothing was charged");
        await payer.LookAsync("paypal-cancel");
        await page.GetByRole(AriaRole.Link, new() { Name = "To the balance" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Call off" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Call off $60.00" }).ClickAsync();
        await Expect(page.Locator("tr[data-payment=CANCELED]")).ToContainTextAsync("$60.00");

        await ToPayPalAsync(payer, "50", "Proceed to PayPal with $50.00");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pay 50.00 USD" }).ClickAsync();
        await Expect(page.GetByText("$50.00 are on your balance.")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Expect(page.GetByText("$50.00 are on your balance.")).ToBeVisibleAsync();

        Assert.Equal([("50.00", "POSTED"), ("60.00", "CANCELED")], (await PaymentsAsync(desk)).Take(2));
        payer.AssertCalm();
    }

    [BrowserFact]
    public async Task A_card_is_entered_at_Stripe_confirmed_by_its_holder_and_charged()
    {
        await using var desk = await ConsoleDesk.StartAsync(withProviders: true);
        var payer = await desk.VisitAsync(DemoData.Login);
        var page = payer.Page;
        await payer.GoAsync("/billing/payment-methods");
        await payer.LookAsync("payment-methods");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a payment method" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Debit or credit card" }).ClickAsync();
        await Expect(page.GetByText("Stripe is played here")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add card" }).ClickAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = AsksEachTime }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep this card" }).ClickAsync();
        await ItsMeAsync(page);
        await Expect(page.Locator(".methods")).ToContainTextAsync("Visa •••• 3184");

        // By the keyboard to the first place, and current.
        await page.GetByRole(AriaRole.Button, new() { Name = "Move Visa •••• 3184 up" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".methods li").First).ToContainTextAsync("3184");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make Visa •••• 3184 current" }).ClickAsync();
        await Expect(page.Locator(".methods li.current")).ToContainTextAsync("3184");

        await payer.GoAsync("/billing/balance");
        await page.GetByLabel("Amount", new() { Exact = true }).FillAsync("75.50");
        await page.GetByRole(AriaRole.Button, new() { Name = "Top up $75.50" }).ClickAsync();
        await ItsMeAsync(page);
        await Expect(page.Locator("tr[data-payment=POSTED]").Filter(new() { HasText = "$75.50" })).ToContainTextAsync("Visa •••• 3184");

        Assert.Equal(("75.50", "POSTED"), (await PaymentsAsync(desk))[0]);
        Assert.Equal([7550], (await desk.Provider.BooksAsync()).Charges.Select(charge => charge.Amount));
        payer.AssertCalm();
    }

    [BrowserFact]
    public async Task Autopayment_is_chosen_by_what_it_would_charge()
    {
        await using var desk = await ConsoleDesk.StartAsync();
        var reader = await desk.VisitAsync(DemoData.Login);
        var page = reader.Page;
        await reader.GoAsync("/billing/payment-methods");
        await Expect(page.Locator("[data-examples] li")).ToHaveTextAsync(["for balance -$15.00: you'll be charged $20.00", "for balance -$134.20: you'll be charged $134.20"]);

        await page.GetByRole(AriaRole.Radio, new() { Name = "Auto add funds" }).CheckAsync();
        await page.GetByLabel("Fill the balance up to").FillAsync("119.99");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("At least $120.00.");
        await page.GetByLabel("Fill the balance up to").FillAsync("700");
        await Expect(page.Locator("[data-examples] li").First).ToHaveTextAsync("for balance $99.99: you'll be charged $600.01");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Autopayment is saved.")).ToBeVisibleAsync();

        // A card that isn't kept is told, and another one can be chosen in the same dialog.
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a payment method" }).ClickAsync();
        await page.GetByLabel("Test card").SelectOptionAsync("pm_card_chargeDeclined");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add card" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("PAYMENT_METHOD_REFUSED");
        await reader.LookAsync("card-refused");
        await page.GetByLabel("Test card").SelectOptionAsync("pm_card_amex");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add card" }).ClickAsync();
        await Expect(page.Locator(".methods li").Nth(1)).ToContainTextAsync("American Express •••• 0005");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove American Express •••• 0005" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).ClickAsync();
        await Expect(page.Locator(".methods li")).ToHaveCountAsync(1);

        var api = await desk.ApiAsync();
        var saved = await api.SendAsync("{ autopayment { type amount } }");
        Assert.Equal(("AUTO_ADD_FUNDS", "700.00"), (saved.Text("autopayment.type"), saved.Text("autopayment.amount")));
        await reader.GoAsync("/billing/balance");
        await Expect(page.GetByText("Below $100.00 it is filled up to $700.00 automatically.")).ToBeVisibleAsync();
        reader.AssertCalm();
    }

    [BrowserFact]
    public async Task What_an_operator_gives_back_or_takes_is_seen_at_once_by_whom_it_concerns()
    {
        await using var desk = await ConsoleDesk.StartAsync();
        var reseller = await desk.VisitAsync(DemoData.Login);
        var clerk = await desk.VisitAsync(DemoData.Operator);
        var id = (await (await desk.ApiAsync()).SendAsync("{ reseller { id } }")).Text("reseller.id");
        await reseller.GoAsync("/billing/balance");
        var before = await BalanceAsync(desk);

        await clerk.GoAsync($"/operator/resellers/{id}/money");
        await clerk.LookAsync("operator-money");
        await clerk.Page.GetByRole(AriaRole.Button, new() { NameRegex = RefundOf250() }).ClickAsync();
        await clerk.Page.GetByLabel("Amount", new() { Exact = true }).FillAsync("25.50");
        await clerk.Page.GetByLabel("Reason").FillAsync("Paid too much");
        await clerk.LookAsync("operator-refund");
        await clerk.Page.GetByRole(AriaRole.Button, new() { Name = "Refund $25.50", Exact = true }).DblClickAsync();

        await Expect(reseller.Page.Locator("tr[data-payment=PART_REFUNDED]")).ToContainTextAsync("$25.50 given back");
        await Expect(reseller.Page.Locator("[data-balance-figure]")).ToHaveTextAsync(Said(before - 25.50m));

        await Expect(clerk.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await clerk.Page.GetByRole(AriaRole.Button, new() { Name = "Correct the balance" }).ClickAsync();
        await clerk.Page.GetByLabel("Take", new() { Exact = true }).CheckAsync();
        await clerk.Page.GetByLabel("Amount", new() { Exact = true }).FillAsync("9000");
        await clerk.Page.GetByLabel("Reason").FillAsync("A correction of the books");
        await clerk.Page.GetByRole(AriaRole.Button, new() { Name = "Take $9,000.00" }).ClickAsync();
        await Expect(reseller.Page.GetByText("You have a debt on your account, please pay.")).ToBeVisibleAsync();
        await reseller.LookAsync("balance-debt");

        foreach (var (path, picture) in new[] { ("/operator/payments", "operator-review"), ("/operator/reconciliation", "operator-reconciliation"), ("/operator/prices", "operator-prices"), ("/operator/trial-balance", "operator-trial-balance") })
        {
            await clerk.GoAsync(path);
            await clerk.LookAsync(picture);
        }
    }

    [BrowserFact]
    public async Task A_reader_of_invoices_sees_and_keeps_them_and_has_no_button_that_moves_money()
    {
        await using var desk = await ConsoleDesk.StartAsync();
        await desk.EmployAsync("bookkeeper", "BILLING_READ_ONLY");
        var reader = await desk.VisitAsync("bookkeeper", width: 390, height: 844, dark: true);
        var page = reader.Page;
        foreach (var (path, picture) in new[] { ("/dashboard", "money-tiles-narrow"), ("/billing/balance", "balance-narrow-read-only"), ("/billing/payment-methods", "payment-methods-narrow-read-only"), ("/billing/invoices", "invoices-narrow") })
        {
            await reader.GoAsync(path);
            await reader.LookAsync(picture);
            var deeds = await page.Locator("main button:not([disabled])").EvaluateAllAsync<string[]>("buttons => buttons.map(button => button.innerText || button.ariaLabel)");
            Assert.DoesNotContain(deeds, deed => MovesMoney().IsMatch(deed));
            Assert.Equal(0, await page.EvaluateAsync<int>("Math.max(0, document.documentElement.scrollWidth - innerWidth)"));
        }

        await page.Locator(".row-toggle").First.ClickAsync();
        await Expect(page.Locator(".document-lines").First).ToContainTextAsync("Top up, Visa •••• 4242");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = View() }).First.ClickAsync();
        await Expect(page.Locator("iframe.invoice-frame")).ToHaveAttributeAsync("src", InlinePdf());
        var kept = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download PDF" }).ClickAsync());
        Assert.StartsWith("%PDF-", await File.ReadAllTextAsync((await kept.PathAsync())!), StringComparison.Ordinal);
        reader.AssertCalm();
    }

    private static async Task ToPayPalAsync(Visitor payer, string amount, string button)
    {
        await payer.GoAsync("/billing/balance");
        await payer.Page.GetByLabel("Amount", new() { Exact = true }).FillAsync(amount);
        await payer.Page.GetByLabel("Pay with").SelectOptionAsync("paypal");
        await payer.Page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
        await Expect(payer.Page.GetByRole(AriaRole.Heading, new() { Name = "Approve a payment" })).ToBeVisibleAsync();
    }

    private static async Task ItsMeAsync(IPage page)
    {
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Is it you?" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "It's me", Exact = true }).ClickAsync();
    }

    private static async Task<decimal> BalanceAsync(ConsoleDesk desk) =>
        decimal.Parse((await (await desk.ApiAsync()).SendAsync("{ balance { amount } }")).Text("balance.amount"), CultureInfo.InvariantCulture);

    private static async Task<IReadOnlyList<(string Amount, string State)>> PaymentsAsync(ConsoleDesk desk) =>
        [.. (await (await desk.ApiAsync()).SendAsync("{ payments(first: 10) { nodes { amount state } } }")).List("payments.nodes").Select(payment => (payment.GetProperty("amount").GetString()!, payment.GetProperty("state").GetString()!))];

    private static string Said(decimal amount) => amount.ToString("$#,##0.00", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^Refund \$250\.00", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RefundOf250();

    [GeneratedRegex(@"Top up|Pay \$|Add|Remove|Make|Save|Call off|Continue|Move", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MovesMoney();

    [GeneratedRegex("^View", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex View();

    [GeneratedRegex(@"/invoices/.+\.pdf\?inline=true$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InlinePdf();
}
