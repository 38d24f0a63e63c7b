using Cln.Host.Demo;
using Cln.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cln.Pages.Tests;

/// <summary>What becomes of an open page when the network, the host, the session or a right goes away: it says so, nothing typed is lost, nothing is done twice. The page is the sample plug-in's.</summary>
public sealed class ResilienceTests
{
    private const string Typed = "Ask them for the new rack";

    [BrowserFact]
    public async Task A_network_that_is_cut_and_back_leaves_the_page_as_it_was()
    {
        await using var desk = await DeskAsync();
        await using var line = new Line(desk.World.Address);
        var visitor = await desk.VisitAsync(line, DemoData.Login);
        await visitor.GoAsync("/notes");
        await Note(visitor).FillAsync(Typed);
        visitor.ExpectsComplaints = true;

        line.Cut();
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "The connection is lost" })).ToBeVisibleAsync();
        line.Mend();

        await Expect(visitor.Page.Locator("#components-reconnect-modal")).ToBeHiddenAsync();
        await Expect(Note(visitor)).ToHaveValueAsync(Typed);
        await Write(visitor).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = Typed })).ToHaveCountAsync(1);
    }

    [BrowserFact]
    public async Task A_host_that_has_started_anew_gets_the_page_again_with_what_was_typed()
    {
        await using var desk = await DeskAsync();
        await using var line = new Line(desk.World.Address);
        var visitor = await desk.VisitAsync(line, DemoData.Login);
        await visitor.GoAsync("/notes");
        await Note(visitor).FillAsync(Typed);
        await visitor.Page.EvaluateAsync("window.isOld = true");
        visitor.ExpectsComplaints = true;

        await desk.RestartAsync();
        line.LeadTo(desk.World.Address);

        await visitor.Page.WaitForFunctionAsync("() => !window.isOld");
        await Expect(visitor.Page.Locator("main[data-alive]")).ToBeVisibleAsync();
        await Expect(Note(visitor)).ToHaveValueAsync(Typed);
        await Write(visitor).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = Typed })).ToHaveCountAsync(1);
        await Expect(Note(visitor)).ToHaveValueAsync("");
        await visitor.GoAsync("/notes");
        await Expect(Note(visitor)).ToHaveValueAsync("");
    }

    [BrowserFact]
    public async Task A_page_too_many_says_so_and_opens_when_another_is_closed()
    {
        await using var desk = await ConsoleDesk.StartAsync(settings: [("Pages:PerPerson", "1")]);
        var visitor = await desk.VisitAsync(DemoData.Login);
        var tab = await desk.TabAsync(visitor);
        tab.ExpectsComplaints = true;

        await tab.Page.GotoAsync(new Uri(desk.World.Address, "/ip-licenses").AbsoluteUri);
        await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "This page can't be connected" })).ToBeVisibleAsync();
        await visitor.Page.CloseAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();

        await Expect(tab.Page.Locator("main[data-alive]")).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task A_session_that_has_ended_is_begun_again_with_what_was_typed()
    {
        await using var desk = await DeskAsync();
        var visitor = await desk.VisitAsync(DemoData.Login);
        await visitor.GoAsync("/notes");
        await Note(visitor).FillAsync(Typed);

        (await (await desk.ApiAsync()).SendAsync("mutation { revokeOtherSessions { errors { ... on Error { code } } } }")).Worked("revokeOtherSessions");
        await Write(visitor).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Your session has ended" })).ToBeVisibleAsync();
        await visitor.LookAsync("session-ended");

        await visitor.Page.Locator("main").GetByRole(AriaRole.Link, new() { Name = "Sign in" }).ClickAsync();
        await visitor.Page.GetByLabel("Login").FillAsync(DemoData.Login);
        await visitor.Page.GetByLabel("Password").FillAsync(DemoData.Password);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();

        await Expect(visitor.Page.Locator("main[data-alive] h1")).ToHaveTextAsync("Notes");
        await Expect(Note(visitor)).ToHaveValueAsync(Typed);
        await Write(visitor).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = Typed })).ToHaveCountAsync(1);
        visitor.AssertCalm();
    }

    [BrowserFact]
    public async Task A_right_that_was_taken_away_is_gone_from_the_page_and_the_menu()
    {
        await using var desk = await DeskAsync();
        var id = await desk.EmployAsync("bob", "BILLING");
        var visitor = await desk.VisitAsync("bob");
        await visitor.GoAsync("/notes");
        await Note(visitor).FillAsync(Typed);
        await Expect(visitor.Page.Locator(".topbar .billing")).ToBeVisibleAsync();

        (await (await desk.ApiAsync()).SendAsync("mutation($id: ID!) { setUserRole(input: { id: $id, role: SERVERS_READ_ONLY }) { errors { ... on Error { code message } } } }", new { id })).Worked("setUserRole");
        await Write(visitor).ClickAsync();

        await Expect(visitor.Page.GetByText("Your rights on this account have changed.")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "You don't have the right to see this page" })).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator(".topbar .billing")).ToBeHiddenAsync();
        await visitor.LookAsync("right-taken-away");
        var notes = await (await desk.ApiAsync()).SendAsync("{ notes { nodes { text } } }");
        Assert.DoesNotContain(Typed, notes.Json.ToString(), StringComparison.Ordinal);
    }

    private static Task<ConsoleDesk> DeskAsync() => ConsoleDesk.StartAsync(settings: ("Plugins:Folder", PluginFolder.Sample));

    private static ILocator Note(Visitor visitor) => visitor.Page.GetByLabel("Note", new() { Exact = true });

    private static ILocator Write(Visitor visitor) => visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Write down" });
}
