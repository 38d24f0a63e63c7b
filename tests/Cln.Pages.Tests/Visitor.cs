using System.Collections.Concurrent;
using Cln.Tests.House;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cln.Pages.Tests;

/// <summary>Somebody who looks at the console. What the browser complains of is noted, and is a failure wherever the visitor looks around.</summary>
internal sealed class Visitor
{
    private static readonly string pictures = Directory.CreateDirectory(Path.Combine(Checkout.Root, "artifacts", "screens")).FullName;

    private readonly ConcurrentQueue<string> complaints = new();
    private readonly Uri host;

    public Visitor(IPage page, Uri host)
    {
        (Page, this.host) = (page, host);
        page.Console += (_, message) => Note(message.Type is "error" or "warning", $"{message.Type}: {message.Text}");
        page.PageError += (_, error) => Note(true, $"uncaught: {error}");
        page.Response += (_, response) => Note(response.Status >= 400, $"{response.Status} {response.Url}");
        page.RequestFailed += (_, request) => Note(request.Failure != "net::ERR_ABORTED", $"{request.Failure} {request.Url}");
    }

    public IPage Page { get; }

    /// <summary>Set while a test takes the network or the host away.</summary>
    public bool ExpectsComplaints { get; set; }

    public IReadOnlyCollection<string> Complaints => complaints;

    public async Task SignInAsync(string login, string password)
    {
        await Page.GotoAsync(Url("/sign-in"));
        await Page.Locator("#login").FillAsync(login);
        await Page.Locator("#password").FillAsync(password);
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.Locator("main[data-alive]")).ToBeVisibleAsync();
    }

    /// <summary>Opens a page of the console and waits until it is alive and has its data.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(Url(path));
        if (await Page.Locator("main.public").CountAsync() == 0) await Expect(Page.Locator("main[data-alive]")).ToBeVisibleAsync();
        await Expect(Page.Locator("main .skeleton, main [aria-busy=true]")).ToHaveCountAsync(0);
    }

    /// <summary>Looks around: nothing is hidden from whoever uses a screen reader or a keyboard, the browser has nothing to complain of, and a picture is kept for people.</summary>
    public async Task LookAsync(string picture)
    {
        await Expect(Page.Locator("main [aria-busy=true]")).ToHaveCountAsync(0);
        await Page.ScreenshotAsync(new() { Path = Path.Combine(pictures, $"{picture}.png"), FullPage = true });
        var found = await Page.RunAxe(new AxeRunOptions { RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] } });
        Assert.True(found.Violations.Length == 0, $"{picture}: {string.Join("\n", found.Violations.Select(Told))}");
        AssertCalm();
    }

    public void AssertCalm() => Assert.True(complaints.IsEmpty, string.Join("\n", complaints));

    public string Url(string path) => new Uri(host, path).AbsoluteUri;

    private void Note(bool isComplaint, string what)
    {
        if (isComplaint && !ExpectsComplaints) complaints.Enqueue($"{new Uri(Page.Url).AbsolutePath}: {what}");
    }

    private static string Told(AxeResultItem violation) =>
        $"{violation.Id}: {violation.Help}\n{string.Join("\n", violation.Nodes.Take(5).Select(node => $"  {node.Target} {node.Html}\n  {string.Join("; ", node.Any.Concat(node.All).Concat(node.None).Select(check => check.Message))}"))}";
}
