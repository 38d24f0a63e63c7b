using Cln.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cln.Pages.Tests;

/// <summary>How somebody who knows nothing of the portal becomes a reseller of it.</summary>
public sealed class BecomeResellerTests
{
    private const string Email = "ann@archer.example";
    private const string Password = "seven green bicycles";

    [BrowserFact]
    public async Task Whoever_is_interrupted_goes_on_by_the_mailed_link_pays_once_and_signs_in()
    {
        await using var desk = await ConsoleDesk.StartAsync();
        var visitor = await desk.VisitAsync();
        var page = visitor.Page;
        await visitor.GoAsync("/become-a-reseller");
        await Expect(page.Locator("[data-charge]")).ToHaveTextAsync("–");
        await page.GetByRole(AriaRole.Radio, new() { NameRegex = new("Gold") }).CheckAsync();
        await Expect(page.Locator("[data-charge]")).ToHaveTextAsync("$3,000.00");
        await page.GetByRole(AriaRole.Button, new() { Name = "View all prices" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { NameRegex = new("CloudLinux OS") })).ToContainTextAsync("$10.00");
        await visitor.LookAsync("wizard-prices");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator(".mud-dialog")).ToHaveCountAsync(0);
        await visitor.LookAsync("wizard-1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Next" })).ToBeDisabledAsync();
        await visitor.LookAsync("wizard-2");
        await page.GetByLabel("I have read the agreement").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();

        await FillPayerAsync(page);
        await page.GetByLabel("Test card").SelectOptionAsync("pm_card_chargeCustomerFail");
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit payment and continue" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("PAYMENT_DECLINED");
        await page.ReloadAsync();
        await Expect(page.GetByLabel("First name")).ToHaveValueAsync("Ann");
        await visitor.LookAsync("wizard-3");

        var elsewhere = await desk.VisitAsync(width: 390, height: 844);
        page = elsewhere.Page;
        await elsewhere.GoAsync($"/register?token={await desk.World.MailedTokenAsync(Email, "/register?token=")}");
        await Expect(page.GetByLabel("Company")).ToHaveValueAsync("Archer Hosting");
        await FillPayerAsync(page);
        await elsewhere.LookAsync("wizard-3-phone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit payment and continue" }).DblClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Set up your account" })).ToBeVisibleAsync();
        await page.GoBackAsync();
        await page.GoForwardAsync();
        await page.GetByLabel("Login").FillAsync("acme");
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByLabel("Street and number").FillAsync("Bow Lane 1");
        await page.GetByLabel("City").FillAsync("York");
        await page.GetByRole(AriaRole.Button, new() { Name = "Open the account" }).ClickAsync();
        await Expect(page.Locator(".field.wrong")).ToContainTextAsync("Login");
        await elsewhere.LookAsync("wizard-4-phone");
        await page.GetByLabel("Login").FillAsync("archer");
        await page.GetByRole(AriaRole.Button, new() { Name = "Open the account" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Look into your mail" })).ToBeVisibleAsync();
        await elsewhere.LookAsync("wizard-5-phone");

        await elsewhere.GoAsync($"/activate?token={await desk.World.MailedTokenAsync(Email, "/activate?token=")}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Activate" }).ClickAsync();
        await Expect(page.GetByText("Your login is archer.")).ToBeVisibleAsync();
        await elsewhere.LookAsync("activated");
        await elsewhere.SignInAsync("archer", Password);
        var archer = await desk.World.SignInAsync("archer", Password);
        var money = await archer.SendAsync("{ balance { amount } payments { nodes { state } } }");
        Assert.Equal("3000.00", money.Text("balance.amount"));
        Assert.Equal(["DECLINED", "POSTED"], money.Data.GetProperty("payments").GetProperty("nodes").EnumerateArray().Select(payment => payment.GetProperty("state").GetString()!).Order(StringComparer.Ordinal));
        elsewhere.AssertCalm();
    }

    [BrowserTheory]
    [InlineData("stripe")]
    [InlineData("paypal")]
    public async Task The_deposit_is_confirmed_at_the_providers_page_and_taken_once(string gateway)
    {
        await using var desk = await ConsoleDesk.StartAsync(withProviders: true);
        var visitor = await desk.VisitAsync();
        var page = visitor.Page;
        await visitor.GoAsync("/become-a-reseller");
        await page.GetByRole(AriaRole.Radio, new() { NameRegex = new("Silver") }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
        await page.GetByLabel("I have read the agreement").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
        await FillPayerAsync(page);
        await page.Locator($"input[name=gateway][value={gateway}]").CheckAsync();

        if (gateway == "stripe") await EnterCardAsync(page);
        else await ApproveWalletAsync(page);

        await Expect(page.GetByText("Nothing is charged before you submit.")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("First name")).ToHaveValueAsync("Ann");
        await visitor.LookAsync($"wizard-3-{gateway}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit payment and continue" }).DblClickAsync();
        if (gateway == "stripe") await ConfirmAsync(page, desk);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Set up your account" })).ToBeVisibleAsync();

        Assert.Equal(100_000, (await desk.Provider.BooksAsync()).Charges.Sum(charge => charge.Amount));
        visitor.AssertCalm();
    }

    [BrowserFact]
    public async Task A_portal_that_takes_nobody_says_whom_to_ask()
    {
        await using var desk = await ConsoleDesk.StartAsync(settings: ("Registration:Open", "false"));
        var visitor = await desk.VisitAsync();
        await visitor.GoAsync("/become-a-reseller");
        await Expect(visitor.Page.GetByText("Contact our billing team")).ToBeVisibleAsync();
        await visitor.LookAsync("wizard-closed");
    }

    [BrowserFact]
    public async Task Anybody_finds_out_whether_a_server_is_licensed_also_without_scripts()
    {
        await using var desk = await ConsoleDesk.StartAsync();
        var visitor = await desk.VisitAsync();
        var page = visitor.Page;
        await visitor.GoAsync("/license-check");
        await page.GetByLabel("Server IP address").FillAsync("198.51.100.12");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check server license" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "198.51.100.12 is licensed" })).ToBeVisibleAsync();
        await Expect(page.Locator("main")).Not.ToContainTextAsync("Acme");
        await visitor.LookAsync("license-check");
        await page.GetByLabel("Server IP address").FillAsync("300.1.1.1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check server license" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This is no IP address");
    }

    private static async Task EnterCardAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Enter the card" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Use this card" }).ClickAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "4000 0027 6000 3184" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep this card" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "It's me", Exact = true }).ClickAsync();
    }

    /// <summary>At the bank's page; from then on the page goes on by itself, when the provider tells that the money has come.</summary>
    private static async Task ConfirmAsync(IPage page, ConsoleDesk desk)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "It's me", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Your payment is under way" })).ToBeVisibleAsync();
        await desk.Provider.DeliverAsync();
        await desk.World.RunJobsAsync();
    }

    private static async Task ApproveWalletAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue to PayPal" }).ClickAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "with money in it" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Agree and continue" }).ClickAsync();
    }

    private static async Task FillPayerAsync(IPage page)
    {
        await page.GetByLabel("First name").FillAsync("Ann");
        await page.GetByLabel("Last name").FillAsync("Archer");
        await page.GetByLabel("Company").FillAsync("Archer Hosting");
        await page.GetByLabel("Country").SelectOptionAsync("GB");
        await page.GetByLabel("Email").FillAsync(Email);
    }
}
