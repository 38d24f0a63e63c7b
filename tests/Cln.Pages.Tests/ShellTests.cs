using Cln.Host.Demo;
using Cln.Tests;
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

    [BrowserFact]
    public async Task A_person_without_a_mouse_reaches_everything()
    {
        await using var desk = await ConsoleDesk.StartAsync();
        var visitor = await desk.VisitAsync(DemoData.Login);
        var page = visitor.Page;
        await visitor.GoAsync("/dashboard");

        await Expect(page.Locator("h1")).ToBeFocusedAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Skip to the content" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("main")).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Control+k");
        await Expect(page.GetByRole(AriaRole.Combobox)).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("198.51.100.12");
        await Expect(page.GetByRole(AriaRole.Option)).ToHaveCountAsync(1);
        await visitor.LookAsync("palette");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(visitor.Url("/ip-licenses?search=198.51.100.12"));

        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("#palette")).ToBeHiddenAsync();
        await page.GetByLabel("Your account").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign out" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByLabel("Your account")).ToBeFocusedAsync();
        visitor.AssertCalm();
    }

    [BrowserFact]
    public async Task The_look_and_the_language_are_the_readers_choice_and_stay()
    {
        await using var desk = await ConsoleDesk.StartAsync();
        var visitor = await desk.VisitAsync(DemoData.Login);
        var page = visitor.Page;
        await visitor.GoAsync("/dashboard");
        var light = await BackgroundAsync(page);

        await page.GetByLabel("Your account").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Dark" }).ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await Expect(page.Locator("body")).Not.ToHaveCSSAsync("background-color", light);
        await visitor.LookAsync("account-menu-dark");
        await page.GetByRole(AriaRole.Link, new() { Name = "Deutsch" }).ClickAsync();

        await Expect(page.Locator("main[data-alive] h1")).ToHaveTextAsync("Übersicht");
        Assert.Equal("de", await page.Locator("html").GetAttributeAsync("lang"));
        await Expect(page.Locator("body")).Not.ToHaveCSSAsync("background-color", light);
        await Expect(page.Locator("[data-balance]")).ToContainTextAsync(" $");
        visitor.AssertCalm();
    }

    [BrowserFact]
    public async Task Whoever_signs_out_is_out_in_every_tab()
    {
        await using var desk = await ConsoleDesk.StartAsync();
        var visitor = await desk.VisitAsync(DemoData.Login);
        var tab = await desk.TabAsync(visitor);
        await tab.GoAsync("/ip-licenses");
        await visitor.Page.GetByLabel("Your account").ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(visitor.Page).ToHaveTitleAsync("Sign in");

        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Hostname" }).ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Your session has ended" })).ToBeVisibleAsync();
        await tab.Page.ReloadAsync();
        await Expect(tab.Page).ToHaveTitleAsync("Sign in");
    }

    [BrowserFact]
    public async Task A_portal_under_another_name_has_its_colour_logo_and_links()
    {
        await using var desk = await ConsoleDesk.StartAsync(settings: [("Site:Name", "Northlight Licenses"), ("Site:Color", "#7a1fa2"), ("Site:LogoUrl", "/favicon.svg"), ("Site:Support:Call us", "https://northlight.example/call")]);
        var visitor = await desk.VisitAsync();
        await visitor.GoAsync("/");

        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Northlight Licenses" })).ToBeVisibleAsync();
        Assert.Equal("rgb(122, 31, 162)", await visitor.Page.Locator(".button.primary").First.EvaluateAsync<string>("button => getComputedStyle(button).backgroundColor"));
        await Expect(visitor.Page.Locator(".brand img")).ToHaveAttributeAsync("src", "/favicon.svg");
        await Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Call us" })).ToHaveAttributeAsync("href", "https://northlight.example/call");
        await visitor.LookAsync("white-label");
    }

    [BrowserFact]
    public async Task A_plug_in_adds_its_page_and_a_module_that_is_off_takes_its_own_away()
    {
        await using var desk = await ConsoleDesk.StartAsync(settings: [("Plugins:Folder", PluginFolder.Sample), ("Modules:Invoices:Enabled", "false")]);
        var visitor = await desk.VisitAsync(DemoData.Login, language: "de-DE");
        await visitor.GoAsync("/notes");
        await Expect(visitor.Page.Locator("h1")).ToHaveTextAsync("Notizen");
        await visitor.LookAsync("plug-in");
        await Expect(visitor.Page.Locator("nav a[href='/billing/invoices']")).ToHaveCountAsync(0);
        visitor.AssertCalm();
        visitor.ExpectsComplaints = true;
        Assert.Equal(404, (await visitor.Page.GotoAsync(visitor.Url("/billing/invoices")))!.Status);
        await Expect(visitor.Page.Locator("h1")).ToHaveTextAsync("Diese Seite gibt es nicht");
    }

    private static Task<string> BackgroundAsync(IPage page) => page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");
}
