using System.Collections.Concurrent;
using Cln.Tests.Transport;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cln.Pages.Tests;

public sealed class IdeTests
{
    [BrowserFact]
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

        await RunAsync(page, "query Hi { hello caller }");
        await Expect(Response(page, "anonymous")).ToBeVisibleAsync();

        await RunAsync(page, "subscription C { count(to: 5) }");
        await Expect(Response(page, "\"count\"")).ToBeVisibleAsync();
        Assert.Equal(5, heard.Count(message => message.Contains("\"next\"", StringComparison.Ordinal)));

        Assert.Equal([new Uri(host.Url).Authority], asked.Distinct());
    }

    [BrowserFact]
    public async Task The_first_page_leads_to_it()
    {
        await using var host = await ToyHost.StartAsync(limits => limits with { Clock = TimeProvider.System });
        await using var browser = await Browser.StartAsync();
        var page = await browser.PageAsync();
        var complaints = new ConcurrentQueue<string>();
        page.Console += (_, message) => complaints.Enqueue(message.Text);

        await page.GotoAsync(host.Http.BaseAddress!.AbsoluteUri);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "ClnReseller" })).ToBeVisibleAsync();
        Assert.DoesNotContain(complaints, complaint => complaint.Contains("Content Security Policy", StringComparison.Ordinal));
        await page.GetByText("Explore the API").ClickAsync();

        await Expect(page.GetByText("Create Document").First).ToBeVisibleAsync();
    }

    private static async Task RunAsync(IPage page, string document)
    {
        await page.Locator(".monaco-editor").First.ClickAsync();
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.InsertTextAsync(document);
        await page.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).First.ClickAsync();
    }

    private static ILocator Response(IPage page, string text) => page.Locator(".monaco-editor .view-line").Filter(new() { HasText = text }).First;
}
