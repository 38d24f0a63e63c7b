using System.Text.RegularExpressions;
using Cln.Host.Demo;
using Cln.Tests;
using Cln.Tests.Servers;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cln.Pages.Tests;

/// <summary>Licenses by address and server accounts, as their pages show and change them.</summary>
public sealed partial class LicensesTests
{
    [BrowserFact]
    public async Task Many_licenses_are_added_and_removed_for_the_money_that_was_shown_and_other_tabs_see_it()
    {
        await using var desk = await ConsoleDesk.StartAsync();
        var visitor = await desk.VisitAsync(DemoData.Login);
        var page = visitor.Page;
        var tab = await desk.TabAsync(visitor);
        await tab.GoAsync("/ip-licenses");
        await visitor.GoAsync("/kernelcare/ip-licenses");
        await visitor.LookAsync("ip-licenses");
        var before = await BalanceAsync(desk);

        await page.GetByRole(AriaRole.Button, new() { Name = "Add many" }).ClickAsync();
        await page.GetByLabel("Addresses").FillAsync($"ip,type\n198.51.100.12\nnonsense\n{string.Join('\n', Enumerable.Range(1, 60).Select(host => $"203.0.113.{host},KernelCare"))}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await Expect(page.Locator("[data-good]")).ToHaveTextAsync("60");
        await Expect(page.Locator("[data-conflicts]")).ToHaveTextAsync("1");
        await visitor.LookAsync("ip-licenses-preview");
        var add = page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Add 60 licenses for") });
        var shown = Amount(await add.InnerTextAsync());
        await add.ClickAsync();
        await Expect(page.GetByText("60 licenses are added.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).Last.ClickAsync();

        await Expect(page.Locator("[data-total]")).ToHaveTextAsync("61 licenses");
        await Expect(tab.Page.Locator("[data-total]")).ToHaveTextAsync("66 licenses");
        var between = await BalanceAsync(desk);
        Assert.Equal(shown, before - between);
        await Expect(page.Locator("[data-balance]")).ToContainTextAsync(between.ToString()[^6..]);

        await page.GetByLabel("Search IP or hostname").FillAsync("203.0.113.");
        await Expect(page.Locator("[data-total]")).ToHaveTextAsync("60 licenses");
        await page.GetByLabel("Select all shown").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Remove \\d+ selected") }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("comes back for the days left");
        await visitor.LookAsync("ip-licenses-remove");
        var remove = page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Remove, .* comes back") });
        shown = Amount(await remove.InnerTextAsync());
        await remove.ClickAsync();
        await Expect(page.GetByText("licenses are removed.")).ToBeVisibleAsync();
        Assert.Equal(shown, await BalanceAsync(desk) - between);

        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(page.GetByText("licenses are added again.")).ToBeVisibleAsync();
        Assert.Equal(between, await BalanceAsync(desk));
        await Expect(tab.Page.Locator("[data-total]")).ToHaveTextAsync("66 licenses");
        await tab.LookAsync("ip-licenses-all");
        visitor.AssertCalm();
    }

    [BrowserFact]
    public async Task A_license_is_added_converted_and_backed_up_and_its_server_appears_by_itself()
    {
        await using var desk = await ConsoleDesk.StartAsync();
        var visitor = await desk.VisitAsync(DemoData.Login, width: 390, height: 844, dark: true);
        var page = visitor.Page;
        await visitor.GoAsync("/imunify360/ip-licenses");
        var before = await BalanceAsync(desk);

        await page.GetByRole(AriaRole.Button, new() { Name = "Add IP", Exact = true }).ClickAsync();
        await page.GetByLabel("Type", new() { Exact = true }).SelectOptionAsync("IMUNIFY360_SINGLE");
        await page.GetByLabel("IP", new() { Exact = true }).FillAsync("203.0.113.200");
        before = await PayAsync(desk, page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Add for") }), before, "203.0.113.200 is licensed for");

        await page.GetByRole(AriaRole.Button, new() { Name = "Convert 203.0.113.200, Imunify360 single user" }).ClickAsync();
        await page.GetByLabel("New type").SelectOptionAsync("IMUNIFY360_250");
        before = await PayAsync(desk, page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Convert for") }), before, "203.0.113.200 is licensed for Imunify360 up to 250 users.");

        await page.GetByRole(AriaRole.Button, new() { Name = "Activate backup for 203.0.113.200" }).ClickAsync();
        await page.GetByLabel("Size in GB").FillAsync("120");
        await visitor.LookAsync("backup-activate-narrow-dark");
        await PayAsync(desk, page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Activate for") }), before, "The backup of 203.0.113.200 has 120 GB.");

        await desk.World.RegisteredAsync("203.0.113.200", "appears.acme.example");
        await Expect(page.GetByText("appears.acme.example")).ToBeVisibleAsync();
        await visitor.LookAsync("ip-licenses-narrow-dark");
        await visitor.GoAsync("/cl-backup");
        await Expect(page.GetByText("120 GB")).ToBeVisibleAsync();
        await visitor.LookAsync("cl-backup-narrow-dark");
        await visitor.GoAsync("/dashboard");
        await Expect(page.Locator("[data-licenses]")).ToHaveTextAsync("7");
        await visitor.LookAsync("dashboard-licenses-narrow-dark");
    }

    [BrowserFact]
    public async Task A_server_account_gets_a_key_a_server_comes_in_by_it_and_both_go_with_a_warning()
    {
        await using var desk = await ConsoleDesk.StartAsync();
        var visitor = await desk.VisitAsync(DemoData.Login);
        var page = visitor.Page;
        await visitor.GoAsync("/cloudlinux-os/server-accounts");
        await Expect(page.Locator("[data-unused]")).ToHaveTextAsync("4");
        var before = await BalanceAsync(desk);

        await page.GetByRole(AriaRole.Button, new() { Name = "Add account" }).First.ClickAsync();
        foreach (var (label, text) in new[] { ("Login", "harbour"), ("First name", "Rear"), ("Last name", "Admiral"), ("Company", "Harbour Inc"), ("Email", "rear@harbour.example") }) await page.GetByLabel(label).FillAsync(text);
        await page.GetByLabel("Limit").FillAsync("3");
        await Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Add for") })).ToBeVisibleAsync();
        await visitor.LookAsync("server-account-add");
        before = await PayAsync(desk, page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Add for") }), before, "The server account is added.");
        await Expect(page.Locator("[data-total]")).ToHaveTextAsync("8");
        await visitor.LookAsync("server-accounts");

        await page.GetByRole(AriaRole.Link, new() { NameRegex = new("-harbour$") }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create key" }).First.ClickAsync();
        var token = await page.Locator("td code").InnerTextAsync();
        await desk.World.RegisteredAsync("203.0.113.99", "quay.harbour.example", token);
        await page.GetByRole(AriaRole.Button, new() { Name = "1 server" }).ClickAsync();
        await Expect(page.GetByText("quay.harbour.example")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-used]")).ToHaveTextAsync("3 / 1");
        await visitor.LookAsync("server-account");

        await page.GetByRole(AriaRole.Button, new() { Name = $"Remove the key {token}" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("quay.harbour.example (203.0.113.99)");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("quay.harbour.example (203.0.113.99)");
        await visitor.LookAsync("server-account-remove");
        var remove = page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Remove, .* comes back") });
        var shown = Amount(await remove.InnerTextAsync());
        await remove.ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Server accounts");
        Assert.Equal(shown, await BalanceAsync(desk) - before);
        await Expect(page.Locator("[data-total]")).ToHaveTextAsync("5");
        visitor.AssertCalm();
    }

    [BrowserFact]
    public async Task Whoever_may_only_look_sees_no_buttons_and_no_prices()
    {
        await using var desk = await ConsoleDesk.StartAsync();
        await desk.EmployAsync("watcher", "SERVERS_READ_ONLY");
        var visitor = await desk.VisitAsync("watcher");
        var page = visitor.Page;

        foreach (var (path, row) in new[] { ("/ip-licenses", "198.51.100.10"), ("/cloudlinux-os/server-accounts", "-shop"), ("/cloudlinux-os/server-accounts/shop", "1 server") })
        {
            await visitor.GoAsync(path);
            await Expect(page.Locator("main td").GetByText(row).First).ToBeVisibleAsync();
            await Expect(page.Locator("main td.actions, main td.select, main .button.primary, main .page-actions .button")).ToHaveCountAsync(0);
            await Expect(page.Locator("main")).Not.ToContainTextAsync("$");
        }

        await visitor.GoAsync("/cl-backup");
        await visitor.GoAsync("/dashboard");
        await Expect(page.Locator("[data-licenses]")).ToHaveTextAsync("6");
        await visitor.LookAsync("dashboard-watcher");
    }

    /// <summary>Presses a button that names an amount, and finds just that on the balance; the balance afterwards.</summary>
    private static async Task<Money> PayAsync(ConsoleDesk desk, ILocator button, Money before, string said)
    {
        var shown = Amount(await button.InnerTextAsync());
        await button.ClickAsync();
        await Expect(button.Page.GetByText(said).First).ToBeVisibleAsync();
        var after = await BalanceAsync(desk);
        Assert.Equal(shown, before - after);
        return after;
    }

    private static async Task<Money> BalanceAsync(ConsoleDesk desk) => Money.Parse((await (await desk.ApiAsync()).SendAsync("{ balance { amount } }")).Worked().Text("balance.amount"));

    private static Money Amount(string text) => Money.Parse(Figure().Match(text.Replace(",", "", StringComparison.Ordinal)).Groups["figure"].Value);

    [GeneratedRegex(@"\$(?<figure>[0-9]+\.[0-9]{2})", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Figure();
}
