using Cln.Host.Demo;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cln.Pages.Tests;

/// <summary>What stands around every page.</summary>
public sealed class ShellTests
{
    [BrowserFact]
    public async Task Whoever_is_not_signed_in_is_asked_to_and_comes_to_the_page_that_was_wanted()
    {
        await using var desk = await ConsoleDesk.StartAsync();
        var visitor = await desk.VisitAsync();
        await visitor.Page.GotoAsync(visitor.Url("/ip-licenses?search=198.51.100.12"));
        await Expect(visitor.Page).ToHaveTitleAsync("Sign in");
        await visitor.LookAsync("sign-in");

        await visitor.Page.GetByLabel("Login").FillAsync(DemoData.Login);
        await visitor.Page.GetByLabel("Password").FillAsync("not this one at all");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("SIGN_IN_REFUSED");

        await visitor.Page.GetByLabel("Password").FillAsync(DemoData.Password);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(visitor.Page.Locator("main[data-alive] h1")).ToHaveTextAsync("IP Licenses");
        Assert.EndsWith("/ip-licenses?search=198.51.100.12", visitor.Page.Url, StringComparison.Ordinal);
        visitor.AssertCalm();
    }
}
