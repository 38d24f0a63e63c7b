using Cln.Billing;
using Cln.Contracts;
using Cln.Host.Data;
using Cln.Tests.Data;

namespace Cln.Tests.Billing;

/// <summary>
/// Who may bring a payment to its end, two at a time: the payer's return, a webhook, the janitor, somebody who calls it off, the news of a refund.
/// There is one posting, one document and one letter, and both callers see it POSTED.
/// </summary>
public sealed class PaymentRaceTests
{
    private readonly TestGateway gateway = new() { Created = GatewayStatus.AwaitsPayer };

    [EveryDatabase]
    public Task Two_tabs(DatabaseKind kind) => RaceAsync(kind, ReturnAsync, ReturnAsync);

    [EveryDatabase]
    public Task The_return_and_a_webhook(DatabaseKind kind) => RaceAsync(kind, ReturnAsync, WebhookAsync);

    [EveryDatabase]
    public Task The_return_and_the_janitor(DatabaseKind kind) => RaceAsync(kind, ReturnAsync, JanitorAsync);

    [EveryDatabase]
    public Task A_webhook_and_the_return(DatabaseKind kind) => RaceAsync(kind, WebhookAsync, ReturnAsync);

    [EveryDatabase]
    public Task A_webhook_ten_times(DatabaseKind kind) => RaceAsync(kind, [.. Enumerable.Repeat<Caller>(WebhookAsync, 10)]);

    [EveryDatabase]
    public Task A_webhook_and_the_janitor(DatabaseKind kind) => RaceAsync(kind, WebhookAsync, JanitorAsync);

    [EveryDatabase]
    public Task The_janitor_and_the_return(DatabaseKind kind) => RaceAsync(kind, JanitorAsync, ReturnAsync);

    [EveryDatabase]
    public Task The_janitor_and_a_webhook(DatabaseKind kind) => RaceAsync(kind, JanitorAsync, WebhookAsync);

    [EveryDatabase]
    public Task The_janitors_of_two_hosts(DatabaseKind kind) => RaceAsync(kind, JanitorAsync, JanitorAsync);

    [EveryDatabase]
    public Task All_of_them(DatabaseKind kind) => RaceAsync(kind, ReturnAsync, WebhookAsync, JanitorAsync, ReturnAsync, WebhookAsync, JanitorAsync);

    [EveryDatabase]
    public Task The_return_and_calling_it_off(DatabaseKind kind) => CancelLosesAsync(kind, ReturnAsync);

    [EveryDatabase]
    public Task A_webhook_and_calling_it_off(DatabaseKind kind) => CancelLosesAsync(kind, WebhookAsync);

    [EveryDatabase]
    public Task The_janitor_and_calling_it_off(DatabaseKind kind) => CancelLosesAsync(kind, JanitorAsync);

    [EveryDatabase]
    public Task The_return_and_the_news_of_a_refund(DatabaseKind kind) => RefundedAsync(kind, ReturnAsync);

    [EveryDatabase]
    public Task A_webhook_and_the_news_of_a_refund(DatabaseKind kind) => RefundedAsync(kind, WebhookAsync);

    [EveryDatabase]
    public Task The_janitor_and_the_news_of_a_refund(DatabaseKind kind) => RefundedAsync(kind, JanitorAsync);

    [EveryDatabase]
    public async Task Whoever_calls_off_and_whoever_captures_at_once_agree_on_one_end(DatabaseKind kind)
    {
        await using var world = await TestGateway.WorldAsync(gateway, kind);
        var (api, payment) = await WaitingAsync(world);
        gateway.Change(gateway.Only.Id, now => now with { Status = GatewayStatus.Ready });

        var canceling = api.CancelAsync(payment);
        await Task.WhenAll(canceling, ReturnAsync(world, api, payment), WebhookAsync(world, api, payment));

        var (end, answer) = ((await world.PaymentAsync(payment)).State, await canceling);
        Assert.Contains(end, new[] { PaymentState.Posted, PaymentState.Canceled });
        Assert.Equal(end == PaymentState.Posted ? "PAYMENT_ALREADY_PAID" : null, answer.Code("cancelPayment"));
        Assert.Equal(end == PaymentState.Posted ? GatewayStatus.Succeeded : GatewayStatus.Canceled, gateway.Only.Status);
        Assert.Equal(end == PaymentState.Posted ? 2 : 1, await world.PostedAsync(await api.NumberAsync(), Posting.PaymentSource));
    }

    private delegate Task Caller(World world, Api api, long payment);

    private async Task RaceAsync(DatabaseKind kind, params Caller[] callers)
    {
        await using var world = await TestGateway.WorldAsync(gateway, kind);
        var (api, payment) = await WaitingAsync(world);
        gateway.Change(gateway.Only.Id, now => now with { Status = GatewayStatus.Ready });

        await Task.WhenAll(callers.Select(caller => SeesPostedAsync(caller, world, api, payment)));

        Assert.Equal(1, gateway.Count("confirm"));
        await OnceAsync(world, api, payment);
        Assert.Equal("1050.00", await api.BalanceAsync());
    }

    /// <summary>The gateway has the money, and one caller learns it while another tries to call the payment off.</summary>
    private async Task CancelLosesAsync(DatabaseKind kind, Caller caller)
    {
        await using var world = await TestGateway.WorldAsync(gateway, kind);
        var (api, payment) = await WaitingAsync(world);
        gateway.Change(gateway.Only.Id, now => now with { Status = GatewayStatus.Succeeded, ChargeId = "ch_1" });

        var canceling = api.CancelAsync(payment);
        await Task.WhenAll(canceling, SeesPostedAsync(caller, world, api, payment));

        // Whoever was told of the money before, or by the gateway, is told that it is paid; whoever came when all was over sees it.
        Assert.Equal("PAYMENT_ALREADY_PAID", (await canceling).Code("cancelPayment"));
        await OnceAsync(world, api, payment);
    }

    private async Task RefundedAsync(DatabaseKind kind, Caller caller)
    {
        await using var world = await TestGateway.WorldAsync(gateway, kind);
        var (api, payment) = await WaitingAsync(world);
        gateway.Change(gateway.Only.Id, now => now with { Status = GatewayStatus.Succeeded, ChargeId = "ch_1", Refunds = [new("re_1", GatewayRefundStatus.Succeeded, new(50_00), "USD")] });

        await Task.WhenAll(caller(world, api, payment), WebhookAsync(world, api, payment));

        Assert.Equal(PaymentState.Refunded, (await world.PaymentAsync(payment)).State);
        Assert.Equal(["REFUND -50.00", "PAYMENT_RECEIVED 50.00", "PAYMENT_RECEIVED 1000.00"], await api.DocumentsAsync());
        Assert.Equal([$"payment:{payment}:received", "refund:test:re_1"], await world.LettersAsync(await api.NumberAsync()));
        Assert.Equal("1000.00", await api.BalanceAsync());
    }

    /// <summary>A payment that waits for its payer, and at which the janitor is to look now.</summary>
    private static async Task<(Api Api, long Payment)> WaitingAsync(World world)
    {
        var api = await world.ResellerAsync();
        var payment = await world.StagedCheckoutAsync(api);
        await world.ConvergeAsync(payment);
        Assert.Equal(PaymentState.RequiresAction, (await world.PaymentAsync(payment)).State);
        world.Clock.Advance(TimeSpan.FromSeconds(30));
        return (api, payment);
    }

    private static async Task SeesPostedAsync(Caller caller, World world, Api api, long payment)
    {
        await caller(world, api, payment);

        // The janitor leaves a payment alone that another is at, and so learns nothing.
        if (caller != JanitorAsync) Assert.Equal(PaymentState.Posted, (await world.PaymentAsync(payment)).State);
    }

    private static async Task OnceAsync(World world, Api api, long payment)
    {
        var reseller = await api.NumberAsync();
        Assert.Equal(PaymentState.Posted, (await world.PaymentAsync(payment)).State);
        Assert.Equal(2, await world.PostedAsync(reseller, Posting.PaymentSource));
        Assert.Equal(["PAYMENT_RECEIVED 50.00", "PAYMENT_RECEIVED 1000.00"], await api.DocumentsAsync());
        Assert.Equal([$"payment:{payment}:received"], await world.LettersAsync(reseller));
        await world.SettleAsync();
    }

    private static async Task ReturnAsync(World world, Api api, long payment)
    {
        var order = (await world.PaymentAsync(payment)).GatewayId;
        (await api.SendAsync("mutation($order: String!) { confirmPayPalTopUp(input: { orderId: $order }) { payment { state } errors { ... on Error { code } } } }", new { order })).Worked("confirmPayPalTopUp");
    }

    private static Task WebhookAsync(World world, Api api, long payment) => world.ConvergeAsync(payment);

    private static Task JanitorAsync(World world, Api api, long payment) => world.RunJobAsync<Janitor>();
}
