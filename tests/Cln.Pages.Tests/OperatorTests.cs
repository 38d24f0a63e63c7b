using Cln.Billing;
using Cln.Host.Demo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cln.Pages.Tests;

/// <summary>What the vendor's own people look after.</summary>
public sealed class OperatorTests
{
    [BrowserFact]
    public async Task A_job_that_fails_is_seen_by_whoever_has_the_page_open_and_run_again_it_is_well()
    {
        await using var desk = await ConsoleDesk.StartAsync();
        desk.World.ExpectsErrors = true;
        var watcher = await desk.VisitAsync(DemoData.Operator);
        var clerk = await desk.VisitAsync(DemoData.Operator, width: 390, height: 844, dark: true);
        await watcher.GoAsync("/operator/jobs");
        await clerk.GoAsync("/operator/jobs");
        await Expect(Row(watcher)).ToContainTextAsync("Never ran");
        await Expect(watcher.Page.GetByText("No job is in trouble")).ToBeVisibleAsync();

        // The books are sealed, and somebody forges the seal.
        await RunAsync(clerk);
        await Expect(Row(watcher).Locator(".chip.good")).ToHaveTextAsync("Succeeded", soon);
        var file = Directory.GetFiles(desk.World.Services.GetRequiredService<SealSettings>().Folder, "*.seal").Single();
        var honest = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, honest.Replace("digest ", "digest 0", StringComparison.Ordinal));
        await RunAsync(clerk);
        await Expect(watcher.Page.GetByText("1 job is in trouble")).ToBeVisibleAsync(shown);
        await Expect(watcher.Page.Locator(".jobs tbody tr").First).ToContainTextAsync("SealBooks");
        await Expect(Row(watcher).Locator(".chip.bad")).ToHaveTextAsync("Failed");
        await Expect(Row(watcher)).ToContainTextAsync("isn't the one in its file");
        await watcher.Page.GetByRole(AriaRole.Button, new() { Name = "SealBooks", Exact = true }).ClickAsync();
        await Expect(watcher.Page.Locator(".jobs .detail li")).ToHaveCountAsync(2);
        await watcher.LookAsync("operator-jobs-trouble");
        await clerk.LookAsync("operator-jobs-trouble-narrow");

        await File.WriteAllTextAsync(file, honest);
        await RunAsync(clerk);
        await Expect(watcher.Page.GetByText("No job is in trouble")).ToBeVisibleAsync(shown);
        await Expect(Row(watcher).Locator(".chip.good")).ToHaveTextAsync("Succeeded");
        await Expect(watcher.Page.Locator(".jobs .detail li")).ToHaveCountAsync(3);
        await Expect(watcher.Page.Locator(".jobs .detail li").First).ToContainTextAsync("asked for by user:");
        watcher.AssertCalm();
        clerk.AssertCalm();
    }

    private static readonly LocatorAssertionsToHaveTextOptions soon = new() { Timeout = 30_000 };
    private static readonly LocatorAssertionsToBeVisibleOptions shown = new() { Timeout = 30_000 };

    private static ILocator Row(Visitor visitor) => visitor.Page.Locator(".jobs tbody tr:has(.row-toggle)").Filter(new() { HasText = "SealBooks" });

    private static async Task RunAsync(Visitor visitor)
    {
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Run now: SealBooks" }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Run now" }).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Run now: SealBooks" })).ToBeEnabledAsync(new() { Timeout = 30_000 });
    }
}
