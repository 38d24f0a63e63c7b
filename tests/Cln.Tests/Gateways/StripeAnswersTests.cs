using System.Net;
using Cln.Billing;
using Cln.Contracts;

namespace Cln.Tests.Gateways;

/// <summary>Every row of what a gateway may answer, produced by the fake provider, and what the client makes of it. Afterwards the truth can be learnt, and money moved at most once.</summary>
public sealed class StripeAnswersTests
{
    private const string Confirm = "POST /v1/payment_intents/*/confirm";
    private const string Create = "POST /v1/payment_intents";

    [Theory]
    [InlineData("after-reset")]
    [InlineData("after-500")]
    [InlineData("garbage", "html")]
    [InlineData("garbage", "truncated")]
    [InlineData("garbage", "empty")]
    [InlineData("garbage", "big")]
    [InlineData("garbage", "gzip")]
    [InlineData("wrong-id")]
    [InlineData("livemode-flip")]
    public async Task What_can_not_be_understood_may_have_moved_money_and_asking_again_tells(string kind, string? arg = null)
    {
        await using var bench = await FakeStripeBench.StartFakeAsync();
        var (order, created) = await CreatedAsync(bench);
        await bench.Provider.FaultAsync(Confirm, kind, arg);

        var failure = await Record.ExceptionAsync(() => bench.Gateway.ConfirmAsync(created.Id, order, CancellationToken.None));

        AssertPerhaps(failure);
        Assert.Equal(GatewayStatus.Succeeded, (await bench.Gateway.FindAsync(created.Id, CancellationToken.None)).Status);
        Assert.Equal(GatewayStatus.Succeeded, (await bench.Gateway.ConfirmAsync(created.Id, order, CancellationToken.None)).Status);
        Assert.Equal(1, await bench.EffectsAsync(order.Key));
    }

    [Theory]
    [InlineData("before-reset")]
    [InlineData("status", "500:{\"error\":{\"type\":\"api_error\",\"message\":\"Sorry.\"}}")]
    [InlineData("status", "502:<html>")]
    [InlineData("409-in-use")]
    [InlineData("status", "429:{\"error\":{\"type\":\"invalid_request_error\",\"code\":\"lock_timeout\",\"message\":\"Locked.\"}}")]
    [InlineData("status", "400:{\"error\":{\"type\":\"idempotency_error\",\"message\":\"Keys for idempotent requests can only be used with the same parameters.\"}}")]
    public async Task What_may_have_moved_money_and_did_not_is_confirmed_by_the_same_call(string kind, string? arg = null)
    {
        await using var bench = await FakeStripeBench.StartFakeAsync();
        var (order, created) = await CreatedAsync(bench);
        await bench.Provider.FaultAsync(Confirm, kind, arg);

        AssertPerhaps(await Record.ExceptionAsync(() => bench.Gateway.ConfirmAsync(created.Id, order, CancellationToken.None)));

        Assert.Equal(0, await bench.EffectsAsync(order.Key));
        Assert.Equal(GatewayStatus.Ready, (await bench.Gateway.FindAsync(created.Id, CancellationToken.None)).Status);
        Assert.Equal(GatewayStatus.Succeeded, (await bench.Gateway.ConfirmAsync(created.Id, order, CancellationToken.None)).Status);
        Assert.Equal(1, await bench.EffectsAsync(order.Key));
    }

    [Theory]
    [InlineData("after-reset")]
    [InlineData("after-500")]
    [InlineData("garbage", "truncated")]
    public async Task A_creation_that_was_not_answered_is_found_and_not_made_twice(string kind, string? arg = null)
    {
        await using var bench = await FakeStripeBench.StartFakeAsync();
        var order = await bench.OrderAsync(await bench.KeepAsync(BenchMethod.Pays));
        var since = bench.World.Clock.GetUtcNow();
        await bench.Provider.FaultAsync(Create, kind, arg);

        AssertPerhaps(await Record.ExceptionAsync(() => bench.Gateway.CreateAsync(order, CancellationToken.None)));

        var found = await bench.Gateway.SearchAsync(order, since, CancellationToken.None);
        Assert.Equal(GatewayStatus.Ready, found?.Status);
        Assert.Equal(found!.Id, (await bench.Gateway.CreateAsync(order, CancellationToken.None)).Id);
    }

    [Theory]
    [InlineData("wrong-amount")]
    [InlineData("wrong-currency")]
    public async Task Another_amount_or_currency_is_told_as_Stripe_tells_it(string kind)
    {
        await using var bench = await FakeStripeBench.StartFakeAsync();
        var (order, created) = await CreatedAsync(bench);
        await bench.Provider.FaultAsync(Confirm, kind);

        var told = await bench.Gateway.ConfirmAsync(created.Id, order, CancellationToken.None);

        Assert.Equal(GatewayStatus.Succeeded, told.Status);
        Assert.NotEqual((order.Amount, order.Currency), (told.Amount, told.Currency));
    }

    [Fact]
    public async Task A_request_that_Stripe_does_not_take_declines_the_payment_tells_us_and_leaves_nothing_that_could_be_paid()
    {
        await using var bench = await FakeStripeBench.StartFakeAsync();
        bench.World.ExpectsErrors = true;
        const string invalid = "400:{\"error\":{\"type\":\"invalid_request_error\",\"code\":\"parameter_unknown\",\"param\":\"x\",\"message\":\"Received unknown parameter: x\"}}";
        var (order, created) = await CreatedAsync(bench);
        await bench.Provider.FaultAsync(Confirm, "status", invalid);
        var confirmed = await bench.Gateway.ConfirmAsync(created.Id, order, CancellationToken.None);
        await bench.Provider.FaultAsync(Create, "status", invalid);
        var refused = await bench.Gateway.CreateAsync(await bench.OrderAsync(order.Method), CancellationToken.None);

        Assert.All([confirmed, refused], payment => Assert.Equal((GatewayStatus.Declined, DeclineClass.Internal, "parameter_unknown"), (payment.Status, payment.Decline!.Class, payment.Decline.Code)));
        Assert.Equal(GatewayStatus.Canceled, (await bench.Gateway.FindAsync(created.Id, CancellationToken.None)).Status);
        Assert.Equal(0, await bench.EffectsAsync(order.Key));
    }

    [Theory]
    [InlineData("auth-expired", null)]
    [InlineData("status", "403:{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"The key has no permission.\"}}")]
    public async Task When_Stripe_rejects_our_key_nothing_happened_and_it_is_the_same_for_everything(string kind, string? arg)
    {
        await using var bench = await FakeStripeBench.StartFakeAsync();
        var (order, created) = await CreatedAsync(bench);
        await bench.Provider.FaultAsync("* /v1/*", kind, arg, times: 0);

        await Assert.ThrowsAsync<GatewayRejectsUs>(() => bench.Gateway.ConfirmAsync(created.Id, order, CancellationToken.None));
        await Assert.ThrowsAsync<GatewayRejectsUs>(() => bench.Gateway.FindAsync(created.Id, CancellationToken.None));
        await bench.Provider.ForgiveAsync();
        Assert.Equal(0, await bench.EffectsAsync(order.Key));
    }

    [Fact]
    public async Task When_Stripe_asks_for_a_pause_it_says_how_long_and_nothing_happened()
    {
        await using var bench = await FakeStripeBench.StartFakeAsync();
        var (order, created) = await CreatedAsync(bench);
        await bench.Provider.FaultAsync(Confirm, "429", "7");

        var busy = await Assert.ThrowsAsync<GatewayBusy>(() => bench.Gateway.ConfirmAsync(created.Id, order, CancellationToken.None));

        Assert.Equal(TimeSpan.FromSeconds(7), busy.Pause);
        Assert.Equal(0, await bench.EffectsAsync(order.Key));
        Assert.Equal(GatewayStatus.Succeeded, (await bench.Gateway.ConfirmAsync(created.Id, order, CancellationToken.None)).Status);
    }

    [Fact]
    public async Task A_payment_that_takes_its_time_is_processing_and_then_paid()
    {
        await using var bench = await FakeStripeBench.StartFakeAsync();
        var (order, created) = await CreatedAsync(bench);
        await bench.Provider.FaultAsync(Confirm, "pending-then", "3600");

        var processing = await bench.Gateway.ConfirmAsync(created.Id, order, CancellationToken.None);
        bench.World.Clock.Advance(TimeSpan.FromHours(2));

        Assert.Equal(GatewayStatus.Processing, processing.Status);
        Assert.Equal(GatewayStatus.Succeeded, (await bench.Gateway.FindAsync(created.Id, CancellationToken.None)).Status);
    }

    [Fact]
    public async Task A_payment_that_was_declined_is_over_at_Stripe_before_anybody_is_told()
    {
        await using var bench = await FakeStripeBench.StartFakeAsync();
        var order = await bench.OrderAsync(await bench.KeepAsync(BenchMethod.LacksFunds));
        var created = await bench.Gateway.CreateAsync(order, CancellationToken.None);
        await bench.Provider.FaultAsync("POST /v1/payment_intents/*/cancel", "before-reset");

        // As long as it isn't called off it isn't declined.
        AssertPerhaps(await Record.ExceptionAsync(() => bench.Gateway.ConfirmAsync(created.Id, order, CancellationToken.None)));
        var found = await bench.Gateway.FindAsync(created.Id, CancellationToken.None);
        using var anotherCard = await bench.Provider.StripeAsync($"/v1/payment_intents/{created.Id}/confirm", ("payment_method", "pm_card_visa"));

        Assert.Equal((GatewayStatus.Declined, "insufficient_funds"), (found.Status, found.Decline!.Code));
        Assert.Equal(HttpStatusCode.BadRequest, anotherCard.StatusCode);
        Assert.Equal(0, await bench.EffectsAsync(order.Key));
    }

    [Fact]
    public async Task A_refund_whose_answer_was_lost_is_not_made_twice_even_when_Stripe_has_forgotten_its_key()
    {
        await using var bench = await FakeStripeBench.StartFakeAsync();
        var (_, paid) = await bench.PaidAsync();
        var refund = new RefundOrder(Guid.NewGuid().ToString("N"), paid.Id, paid.ChargeId!, new(20_00), "USD", "asked for");
        await bench.Provider.FaultAsync("POST /v1/refunds", "after-reset");
        AssertPerhaps(await Record.ExceptionAsync(() => bench.Gateway.RefundAsync(refund, CancellationToken.None)));
        bench.World.Clock.Advance(TimeSpan.FromDays(3));

        var again = await bench.Gateway.RefundAsync(refund, CancellationToken.None);

        Assert.Equal((GatewayRefundStatus.Succeeded, refund.Key), (again.Status, again.Key));
        Assert.Equal(20_00, (await bench.Provider.BooksAsync()).Refunds.Sum(each => each.Amount * each.Effects));
    }

    [Theory]
    [InlineData(true, GatewayDisputeStatus.Won)]
    [InlineData(false, GatewayDisputeStatus.Lost)]
    public async Task A_dispute_is_told_with_the_payment_until_it_is_decided(bool won, GatewayDisputeStatus end)
    {
        await using var bench = await FakeStripeBench.StartFakeAsync();
        var (_, paid) = await bench.PaidAsync();
        var dispute = await bench.Provider.DisputeAsync(paid.ChargeId!);
        var open = await bench.Gateway.FindAsync(paid.Id, CancellationToken.None);
        await bench.Provider.ResolveAsync(dispute, won);
        var decided = await bench.Gateway.FindAsync(paid.Id, CancellationToken.None);

        Assert.Equal(new GatewayDispute(dispute, GatewayDisputeStatus.Open, new(50_00), "USD"), open.Dispute);
        Assert.Equal(end, decided.Dispute!.Status);
    }

    [Fact]
    public async Task An_inquiry_of_a_bank_which_holds_no_money_is_no_dispute()
    {
        await using var bench = await FakeStripeBench.StartFakeAsync();
        var order = await bench.OrderAsync(await bench.KeepAsync("pm_card_createDisputeInquiry"));
        var created = await bench.Gateway.CreateAsync(order, CancellationToken.None);
        await bench.Gateway.ConfirmAsync(created.Id, order, CancellationToken.None);

        Assert.Null((await bench.Gateway.FindAsync(created.Id, CancellationToken.None)).Dispute);
    }

    /// <summary>Neither a refusal nor one of the exceptions that say that nothing happened.</summary>
    private static void AssertPerhaps(Exception? failure)
    {
        Assert.NotNull(failure);
        Assert.False(failure is DomainError or GatewayNotReached or GatewayRejectsUs or GatewayBusy, failure.ToString());
    }

    private static async Task<(PaymentOrder Order, GatewayPayment Created)> CreatedAsync(FakeStripeBench bench)
    {
        var order = await bench.OrderAsync(await bench.KeepAsync(BenchMethod.Pays));
        return (order, await bench.Gateway.CreateAsync(order, CancellationToken.None));
    }
}
