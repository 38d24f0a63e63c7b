using System.Collections.Concurrent;
using Cln.Host.Web;
using Cln.Tests;
using Cln.Tests.Transport;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cln.Pages.Tests;

public sealed class IdeTests
{
    [IdeFact]
    public async Task A_person_runs_a_query_and_a_subscription_and_nothing_leaves_this_host()
    {
        await using var host = await ToyHost.StartAsync(limits => limits with { Clock = TimeProvider.System });
        await using var browser = await Browser.StartAsync();
        var page = await browser.PageAsync();
        var asked = new ConcurrentBag<string>();
        var heard = new ConcurrentQueue<string>();
        page.Request += (_, request) => asked.Add(new Uri(request.Url).Authority);
        page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => heard.Enqueue(frame.Text ?? "");

        await page.GotoAsync(host.Url);
        await page.GetByText("Create Document").First.ClickAsync();
        await Expect(page.GetByText("Schema available")).ToBeVisibleAsync();

        await RunAsync(page, "query Hi { hello caller }", "anonymous");
        await RunAsync(page, "subscription C { count(to: 5) }", "\"count\"");
        Assert.Contains(heard, message => message.Contains("\"next\"", StringComparison.Ordinal));

        Assert.Equal([new Uri(host.Url).Authority], asked.Distinct());
    }

    [IdeFact]
    public async Task It_opens_with_examples_of_each_module_and_they_run()
    {
        await using var demo = await DemoWorld.StartAsync();
        await using var browser = await Browser.StartAsync();
        var page = await browser.PageAsync();

        await page.GotoAsync(new Uri(demo.World.Address, "/graphql/").AbsoluteUri);
        foreach (var tab in new[] { "Start here", "Registration", "IpLicenses", "Servers", "Spacewalk", "Billing", "Invoices" }) await Expect(page.GetByText(tab, new() { Exact = true }).First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(page.GetByText("Schema available")).ToBeVisibleAsync();
        var answer = page.Locator(".monaco-editor .view-line").Filter(new() { HasText = "\"ADMIN\"" }).First;
        for (var tries = 0; tries < 20 && !await answer.IsVisibleAsync(); tries++)
        {
            await page.GetByText("Run", new() { Exact = true }).Last.ClickAsync();
            await page.WaitForTimeoutAsync(3_000);
        }

        await Expect(answer).ToBeVisibleAsync();
    }

    [IdeFact]
    public async Task The_first_page_leads_to_it()
    {
        await using var desk = await ConsoleDesk.StartAsync();
        var visitor = await desk.VisitAsync();

        await visitor.GoAsync("/");
        await visitor.LookAsync("home");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Explore the API" }).ClickAsync();

        await Expect(visitor.Page.GetByText("Start here", new() { Exact = true }).First).ToBeVisibleAsync();
    }

    /// <summary>Types a document and runs it by the page's own shortcut, again until the page, which checks what is typed first, has taken it.</summary>
    private static async Task RunAsync(IPage page, string document, string answer)
    {
        await page.Locator(".monaco-editor").First.ClickAsync();
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.PressAsync("Delete");
        await page.Keyboard.InsertTextAsync(document);
        var response = page.Locator(".monaco-editor .view-line").Filter(new() { HasText = answer }).First;
        for (var tries = 0; tries < 20 && !await response.IsVisibleAsync(); tries++)
        {
            await page.Keyboard.PressAsync("Control+Alt+Enter");
            await page.WaitForTimeoutAsync(3_000);
        }

        await Expect(response).ToBeVisibleAsync();
    }
}

/// <summary>A test that needs a browser, and the IDE in this build.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class IdeFactAttribute : FactAttribute
{
    public IdeFactAttribute() => Skip = Browser.WhyMissing ?? (Directory.Exists(Ide.BuiltFolder) ? null : "This build has no IDE: there was no npm on the machine.");
}
