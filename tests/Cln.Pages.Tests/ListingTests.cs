using Cln.Host.Demo;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cln.Pages.Tests;

/// <summary>The table that all lists of the console are.</summary>
public sealed class ListingTests
{
    [BrowserFact]
    public async Task It_is_sorted_up_and_down_as_often_as_one_likes_and_says_so()
    {
        await using var desk = await ConsoleDesk.StartAsync();
        var visitor = await desk.VisitAsync(DemoData.Login);
        await visitor.GoAsync("/ip-licenses");
        var header = visitor.Page.GetByRole(AriaRole.Columnheader, new() { Name = "IP", Exact = true });
        var first = visitor.Page.Locator(".listing tbody tr td:nth-child(2)").First;
        await Expect(header).ToHaveAttributeAsync("aria-sort", "ascending");
        await Expect(first).ToHaveTextAsync("198.51.100.10");

        foreach (var (direction, ip) in new[] { ("descending", "2001:db8::14"), ("ascending", "198.51.100.10"), ("descending", "2001:db8::14") })
        {
            await header.GetByRole(AriaRole.Button).ClickAsync();
            await Expect(header).ToHaveAttributeAsync("aria-sort", direction);
            await Expect(first).ToHaveTextAsync(ip);
        }

        visitor.AssertCalm();
    }
}
