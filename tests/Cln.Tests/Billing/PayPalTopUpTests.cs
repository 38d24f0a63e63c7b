using System.Net;
using Cln.Billing;
using Cln.Contracts;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cln.Tests.Billing;

/// <summary>The redirect flow, on the sandbox's page in the place of PayPal's.</summary>
public sealed class PayPalTopUpTests
{
    [Fact]
    public async Task Approved_on_the_page_and_confirmed_twice_is_on_the_balance_once()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        using var browser = Browser(world);

        var (page, order) = await StartAsync(api);
        var shown = await browser.GetStringAsync(page);
        var approved = await browser.PostAsync($"{page}/approve", content: null);

        Assert.Contains("50.00 USD", shown);
        Assert.Contains("Approve", shown);
        Assert.Equal($"https://console.example/back?tab=1&token={order}", approved.Headers.Location!.AbsoluteUri);
        Assert.Equal("POSTED", (await ConfirmAsync(api, order)).Worked("confirmPayPalTopUp").Text("confirmPayPalTopUp.payment.state"));
        Assert.Equal("POSTED", (await ConfirmAsync(api, order)).Worked("confirmPayPalTopUp").Text("confirmPayPalTopUp.payment.state"));
        Assert.Equal("1050.00", await api.BalanceAsync());
        Assert.DoesNotContain("<button", await browser.GetStringAsync(page));
    }

    [Fact]
    public async Task An_order_that_nobody_has_approved_takes_no_money()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        var (_, order) = await StartAsync(api);

        Assert.Equal("REQUIRES_ACTION", (await ConfirmAsync(api, order)).Worked("confirmPayPalTopUp").Text("confirmPayPalTopUp.payment.state"));
        Assert.Equal("1000.00", await api.BalanceAsync());
    }

    [Fact]
    public async Task An_approved_payment_arrives_even_when_the_payer_never_returns()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        using var browser = Browser(world);
        var (page, _) = await StartAsync(api);
        await browser.PostAsync($"{page}/approve", content: null);

        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.RunJobAsync<Janitor>();

        Assert.Equal("1050.00", await api.BalanceAsync());
    }

    [Fact]
    public async Task A_payer_who_gives_up_is_led_back_and_the_payment_is_canceled()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        using var browser = Browser(world);
        var (page, order) = await StartAsync(api);

        var canceled = await browser.PostAsync($"{page}/cancel", content: null);
        await browser.PostAsync($"{page}/approve", content: null);

        Assert.Equal($"https://console.example/gone?token={order}", canceled.Headers.Location!.AbsoluteUri);
        Assert.Equal("CANCELED", (await ConfirmAsync(api, order)).Text("confirmPayPalTopUp.payment.state"));
        Assert.Equal("1000.00", await api.BalanceAsync());
    }

    [Fact]
    public async Task An_order_that_waits_for_three_hours_expires()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        await StartAsync(api);

        world.Clock.Advance(TimeSpan.FromHours(3) + TimeSpan.FromSeconds(1));
        await world.RunJobAsync<Janitor>();

        Assert.Equal(["DEPOSIT POSTED 1000.00", "TOP_UP EXPIRED 50.00"], await api.PaymentsAsync());
    }

    [Fact]
    public async Task Anothers_order_and_one_that_does_not_exist_are_not_found()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        var other = await world.ResellerAsync();
        using var browser = Browser(world);
        var (_, order) = await StartAsync(api);

        Assert.Equal("NOT_FOUND", (await ConfirmAsync(other, order)).Code("confirmPayPalTopUp"));
        Assert.Equal("NOT_FOUND", (await ConfirmAsync(api, "nothing")).Code("confirmPayPalTopUp"));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/sandbox/checkout/nothing")).StatusCode);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("/relative")]
    [InlineData("")]
    public async Task An_address_that_is_none_of_a_web_page_is_refused(string address)
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();

        var answer = await SendStartAsync(api, address);

        Assert.Equal("INVALID_INPUT", answer.Code("startPayPalTopUp"));
        Assert.Contains("returnUrl", answer.Text("startPayPalTopUp.errors.0.message"));
    }

    [Fact]
    public void Without_PayPal_and_without_the_sandbox_there_is_no_page_to_send_payers_to() =>
        Assert.Equal("GATEWAY_NOT_CONFIGURED", Assert.Throws<GatewayNotConfigured>(() => new global::Cln.Billing.Gateways([], NullLogger<global::Cln.Billing.Gateways>.Instance).PayPal()).Code);

    private static async Task<(string Page, string Order)> StartAsync(Api api)
    {
        var answer = (await SendStartAsync(api, "https://console.example/back?tab=1")).Worked("startPayPalTopUp");
        Assert.Equal("REQUIRES_ACTION", answer.Text("startPayPalTopUp.payment.state"));
        var page = new Uri(answer.Text("startPayPalTopUp.approvalUrl")).AbsolutePath;
        return (page, page.Split('/')[^1]);
    }

    private static Task<Answer> SendStartAsync(Api api, string returnUrl) => api.SendAsync(
        "mutation($returnUrl: String!, $key: IdempotencyKey!) { startPayPalTopUp(input: { amount: \"50.00\", returnUrl: $returnUrl, cancelUrl: \"https://console.example/gone\", idempotencyKey: $key }) { payment { state } approvalUrl errors { ... on Error { code message } } } }",
        new { returnUrl, key = World.Key() });

    private static Task<Answer> ConfirmAsync(Api api, string orderId) =>
        api.SendAsync("mutation($orderId: String!) { confirmPayPalTopUp(input: { orderId: $orderId }) { payment { state } errors { ... on Error { code } } } }", new { orderId });

    private static HttpClient Browser(World world) => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = world.Address };
}
