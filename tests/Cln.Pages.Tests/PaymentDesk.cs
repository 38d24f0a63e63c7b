using Cln.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cln.Pages.Tests;

/// <summary>The product, the played providers and a browser, for all tests of a class.</summary>
public sealed class PaymentDesk : IAsyncLifetime
{
    private Browser? browser;

    public World World { get; private set; } = null!;

    public FakeProvider Provider { get; private set; } = null!;

    /// <summary>A signed-in reseller's program.</summary>
    public Api Reseller { get; private set; } = null!;

    /// <summary>A page of the product, for a payer to come back to.</summary>
    public string Back => $"{World.Address}?back";

    public string Gone => $"{World.Address}?gone";

    public async Task InitializeAsync()
    {
        if (Browser.WhyMissing is not null) return;
        Provider = await FakeProvider.StartAsync();
        World = await World.StartAsync(settings: Provider.HostSettings);
        await Provider.FollowAsync(World);
        Reseller = await World.ResellerAsync();
        browser = await Browser.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (browser is null) return;
        await browser.DisposeAsync();
        await World.DisposeAsync();
        await Provider.DisposeAsync();
    }

    /// <summary>A payer who has been sent to this address.</summary>
    internal async Task<IPage> SentToAsync(string url)
    {
        var page = await browser!.PageAsync();
        await page.GotoAsync(url);
        return page;
    }

    /// <summary>The form that stands for Stripe's own in a page of the product.</summary>
    internal Task<IPage> AtStripesFormAsync(string clientSecret) =>
        SentToAsync($"{Provider.Address}card?client_secret={Uri.EscapeDataString(clientSecret)}&return_url={Uri.EscapeDataString(Back)}");

    /// <summary>The payer is at the product again; answers what the provider added to the address.</summary>
    internal async Task<IReadOnlyDictionary<string, string>> ReturnedAsync(IPage page)
    {
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "ClnReseller" })).ToBeVisibleAsync();
        Assert.Equal(World.Address.Authority, new Uri(page.Url).Authority);
        return new Uri(page.Url).Query.TrimStart('?').Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : "");
    }
}
