using System.Globalization;
using Cln.Billing;
using Cln.Host.Demo;
using Cln.Tests;
using Cln.Tests.Billing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cln.Pages.Tests;

/// <summary>The pages about prices. The demo's reseller is on the tier Gold, where KernelCare costs 2.45.</summary>
public sealed class PricesTests
{
    [BrowserFact]
    public async Task What_an_operator_announces_is_seen_by_whoever_it_concerns_until_it_is_withdrawn()
    {
        await using var desk = await ConsoleDesk.StartAsync(settings: ("Billing:PriceNotice", "45"));
        var clerk = await desk.VisitAsync(DemoData.Operator);
        var reseller = await desk.VisitAsync(DemoData.Login, width: 390, height: 844, dark: true);
        var page = clerk.Page;
        var terms = await (await desk.World.SignInAsync(DemoData.Operator, DemoData.Password)).SendAsync("{ priceTerms { earliest earliestRise } }");
        var (earliest, rise) = (DateOnly.Parse(terms.Text("priceTerms.earliest"), CultureInfo.InvariantCulture), DateOnly.Parse(terms.Text("priceTerms.earliestRise"), CultureInfo.InvariantCulture));
        await clerk.GoAsync("/operator/prices");
        await clerk.LookAsync("operator-prices-calm");

        // The month is too near for a rise, and near enough for the other.
        await page.GetByRole(AriaRole.Button, new() { Name = "Change prices of Gold" }).ClickAsync();
        await page.GetByLabel("From the first of").SelectOptionAsync(Text(earliest));
        await page.GetByLabel("KernelCare").FillAsync("2.60");
        await page.GetByLabel("CloudLinux OS").FillAsync("9.5");
        await page.GetByRole(AriaRole.Button, new() { Name = $"Announce, from {Said(earliest)}" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync($"It can rise from {Said(rise)} on: resellers are told 45 days before.");
        await page.GetByLabel("From the first of").SelectOptionAsync(Text(rise));
        await Expect(page.GetByText("2 prices change")).ToContainTextAsync("The one reseller of the tier is written.");
        await clerk.LookAsync("operator-prices-dialog");
        await page.GetByRole(AriaRole.Button, new() { Name = $"Announce, from {Said(rise)}" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(page.Locator("[data-announced=gold] li")).ToHaveTextAsync(["CloudLinux OS $10.00 →then $9.50", "KernelCare $2.45 →then $2.60"]);
        await clerk.LookAsync("operator-prices-announced");

        await desk.World.RunJobAsync<TellPrices>();
        await desk.World.SettleAsync();
        Assert.Contains("- KernelCare: 2.60 instead of 2.45", Assert.Single(await desk.World.MailsAboutAsync(await desk.ApiAsync(), "prices of your tier")), StringComparison.Ordinal);
        await reseller.GoAsync("/billing/balance");
        await Expect(reseller.Page.Locator(".price-note")).ToContainTextAsync("$2.60 instead of $2.45");
        await reseller.LookAsync("balance-prices-narrow");
        var visitor = await desk.VisitAsync();
        await visitor.GoAsync("/become-a-reseller");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "View all prices" }).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync($"from {Said(rise)}: $2.60");

        await page.GetByRole(AriaRole.Button, new() { Name = $"Withdraw Gold, from {Said(rise)}" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("These prices of Gold stay as they are");
        await clerk.LookAsync("operator-prices-withdraw");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Withdraw", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Nothing is announced: the prices stay as they are.")).ToBeVisibleAsync();
        await reseller.GoAsync("/billing/balance");
        await Expect(reseller.Page.Locator(".price-note")).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Button, new() { Name = "Name, deposit of Gold" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Golden");
        await page.GetByLabel("Initial deposit").FillAsync("3,250");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Golden" })).ToContainTextAsync("deposit $3,250.00");
        clerk.AssertCalm();
        visitor.AssertCalm();
    }

    private static string Said(DateOnly day) => day.ToString("MMM d, yyyy", CultureInfo.InvariantCulture);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
