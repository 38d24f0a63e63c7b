using Cln.Host.Demo;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cln.Pages.Tests;

/// <summary>Every page of the menu, as a wide light one and as a narrow dark one: it opens, axe finds nothing, the browser complains of nothing, and nothing sticks out at the side.</summary>
public sealed class EveryPageTests
{
    private static readonly string[] ForEverybody = ["/", "/sign-in", "/forgotten-password", "/license-check", "/become-a-reseller", "/not-found"];

    [BrowserTheory]
    [InlineData(1440, false)]
    [InlineData(390, true)]
    public async Task Opens_and_is_for_everybody(int width, bool dark)
    {
        await using var desk = await ConsoleDesk.StartAsync();
        await LookAtAsync(await desk.VisitAsync(width: width, dark: dark), "public", ForEverybody, width, dark);
        foreach (var login in new[] { DemoData.Login, DemoData.Operator })
        {
            var visitor = await desk.VisitAsync(login, width: width, dark: dark);
            var pages = await visitor.Page.Locator(".sidebar a[href^='/'], .account-menu a[href^='/']").EvaluateAllAsync<string[]>("links => [...new Set(links.map(link => link.getAttribute('href')))].filter(path => !path.startsWith('/graphql') && !path.startsWith('/language'))");
            Assert.Contains(login == DemoData.Login ? "/billing/balance" : "/operator/resellers", pages);
            await LookAtAsync(visitor, login, pages, width, dark);
        }
    }

    private static async Task LookAtAsync(Visitor visitor, string who, IEnumerable<string> pages, int width, bool dark)
    {
        List<string> wide = [];
        foreach (var path in pages)
        {
            await visitor.GoAsync(path);
            await Expect(visitor.Page.Locator("h1")).ToHaveCountAsync(1);
            await visitor.LookAsync($"{who}{path.Replace('/', '-')}-{width}{(dark ? "-dark" : "")}");
            if (await visitor.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > innerWidth")) wide.Add(path);
        }

        Assert.Empty(wide);
    }
}
