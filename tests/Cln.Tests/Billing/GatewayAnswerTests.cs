using Cln.Billing;
using Cln.Contracts;

namespace Cln.Tests.Billing;

/// <summary>What each class of a gateway's answer makes of a payment.</summary>
public sealed class GatewayAnswerTests
{
    private readonly TestGateway gateway = new();

    [Fact]
    public async Task A_gateway_that_is_not_reached_is_tried_three_times_more_and_then_it_is_unknown()
    {
        await using var world = await TestGateway.WorldAsync(gateway);
        var api = await world.ResellerAsync();
        gateway.Before = _ => throw new GatewayNotReached("no such host");
        var payment = await world.StagedAsync(api);

        await world.ConvergeAsync(payment);

        Assert.Equal(["create", "create", "create", "create"], gateway.Calls);
        Assert.Equal(PaymentState.Unknown, (await world.PaymentAsync(payment)).State);
        gateway.Before = _ => Task.CompletedTask;
        await world.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(["DEPOSIT POSTED 1000.00", "TOP_UP POSTED 50.00"], await api.PaymentsAsync());
        Assert.Equal((await world.PaymentAsync(payment)).GatewayKey, gateway.Only.Key);
    }

    [Fact]
    public async Task One_that_is_reached_at_the_third_try_takes_the_money_once()
    {
        await using var world = await TestGateway.WorldAsync(gateway);
        var api = await world.ResellerAsync();
        gateway.Before = _ => gateway.Calls.Count < 3 ? throw new GatewayNotReached("refused") : Task.CompletedTask;
        var payment = await world.StagedAsync(api);

        await world.ConvergeAsync(payment);

        Assert.Equal(["create", "create", "create", "confirm"], gateway.Calls);
        Assert.Equal(PaymentState.Posted, (await world.PaymentAsync(payment)).State);
    }

    [Fact]
    public async Task A_gateway_that_is_busy_is_left_alone_as_long_as_it_asks_and_then_sent_the_same_call()
    {
        await using var world = await TestGateway.WorldAsync(gateway);
        var api = await world.ResellerAsync();
        gateway.Before = _ => throw new GatewayBusy("too many requests", TimeSpan.FromMinutes(3));
        var payment = await world.StagedAsync(api);
        await world.ConvergeAsync(payment);
        gateway.Before = _ => Task.CompletedTask;

        Assert.Equal(PaymentState.Submitting, (await world.PaymentAsync(payment)).State);
        await world.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(["create"], gateway.Calls);
        await world.PassAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(["create", "create", "confirm"], gateway.Calls);
        Assert.Equal("1050.00", await api.BalanceAsync());
    }

    [Fact]
    public async Task A_gateway_that_does_not_let_us_in_hears_no_more_for_a_while_and_nothing_fails_by_it()
    {
        await using var world = await TestGateway.WorldAsync(gateway);
        world.ExpectsErrors = true;
        var api = await world.ResellerAsync();
        gateway.Before = _ => throw new GatewayRejectsUs("401");
        var (first, second) = (await world.StagedAsync(api), await world.StagedAsync(api));

        await world.ConvergeAsync(first);
        await world.ConvergeAsync(second);
        Assert.Equal(["create"], gateway.Calls);
        Assert.Equal((PaymentState.Created, PaymentState.Created), ((await world.PaymentAsync(first)).State, (await world.PaymentAsync(second)).State));

        // The key is mended before anybody gave up waiting for the first; nobody waits for the second any more.
        gateway.Before = _ => Task.CompletedTask;
        world.Clock.Advance(TimeSpan.FromSeconds(61));
        await world.ConvergeAsync(first);
        await world.RunJobAsync<Janitor>();

        Assert.Equal(["DEPOSIT POSTED 1000.00", "TOP_UP POSTED 50.00", "TOP_UP CANCELED 50.00"], await api.PaymentsAsync());
    }

    [Fact]
    public async Task A_gateway_that_shuts_us_out_between_the_id_and_the_money_leaves_it_unknown()
    {
        await using var world = await TestGateway.WorldAsync(gateway);
        world.ExpectsErrors = true;
        var api = await world.ResellerAsync();
        gateway.Before = call => call == "confirm" ? throw new GatewayRejectsUs("401") : Task.CompletedTask;
        var payment = await world.StagedAsync(api);

        await world.ConvergeAsync(payment);
        Assert.Equal(PaymentState.Unknown, (await world.PaymentAsync(payment)).State);
        gateway.Before = _ => Task.CompletedTask;
        await world.PassAsync(TimeSpan.FromMinutes(4));

        Assert.Equal(["DEPOSIT POSTED 1000.00", "TOP_UP POSTED 50.00"], await api.PaymentsAsync());
    }

    [Theory]
    [InlineData("create")]
    [InlineData("confirm")]
    public async Task An_answer_that_is_lost_after_the_effect_is_found_out_and_the_money_taken_once(string lost)
    {
        await using var world = await TestGateway.WorldAsync(gateway);
        var api = await world.ResellerAsync();
        gateway.After = call => call == lost ? throw new TimeoutException() : Task.CompletedTask;
        var payment = await world.StagedAsync(api);

        await world.ConvergeAsync(payment);
        Assert.Equal(PaymentState.Unknown, (await world.PaymentAsync(payment)).State);
        gateway.After = _ => Task.CompletedTask;
        world.Clock.Advance(TimeSpan.FromSeconds(30));
        await world.RunJobAsync<Janitor>();

        Assert.Equal(PaymentState.Posted, (await world.PaymentAsync(payment)).State);
        Assert.Equal((1, 1), (gateway.Count("create"), gateway.Count("confirm")));
        Assert.Equal("1050.00", await api.BalanceAsync());
    }

    [Fact]
    public async Task A_silent_gateway_is_asked_in_growing_pauses_for_three_days_and_then_a_person()
    {
        await using var world = await TestGateway.WorldAsync(gateway);
        var api = await world.ResellerAsync();
        var payment = await world.StagedAsync(api);
        gateway.After = _ => throw new TimeoutException();
        await world.ConvergeAsync(payment);
        List<TimeSpan> pauses = [];

        while (!(await world.PaymentAsync(payment)).NeedsReview)
        {
            var next = (await world.PaymentAsync(payment)).NextCheckAt!.Value;
            pauses.Add(next - world.Clock.GetUtcNow());
            world.Clock.SetUtcNow(next);
            await world.RunJobAsync<Janitor>();
        }

        Assert.Equal(
            [0.5, 2, 10, 30, 60, 180, 360],
            pauses.Take(7).Select(pause => pause.TotalMinutes));
        Assert.All(pauses[7..^1], pause => Assert.Equal(TimeSpan.FromHours(6), pause));
        Assert.Equal(TimeSpan.FromHours(72), pauses.Aggregate((sum, pause) => sum + pause));
        Assert.Equal(PaymentState.Unknown, (await world.PaymentAsync(payment)).State);
    }

    [Fact]
    public async Task What_the_gateway_never_got_is_not_sent_again_by_a_key_that_may_be_forgotten()
    {
        await using var world = await TestGateway.WorldAsync(gateway);
        var api = await world.ResellerAsync();
        var @operator = await world.OperatorAsync();
        var payment = await world.StagedAsync(api);
        gateway.Before = _ => throw new TimeoutException();
        await world.ConvergeAsync(payment);
        gateway.Before = call => call == "create" ? throw new TimeoutException() : Task.CompletedTask;
        await world.PassAsync(TimeSpan.FromHours(5));
        var before = gateway.Count("create");
        gateway.Before = _ => Task.CompletedTask;

        await world.PassAsync(TimeSpan.FromHours(10));

        Assert.Equal(before, gateway.Count("create"));
        Assert.Equal((PaymentState.Unknown, true), ((await world.PaymentAsync(payment)).State, (await world.PaymentAsync(payment)).NeedsReview));
        Assert.Equal("CANCELED", (await @operator.ResolveAsync(payment, "CANCEL")).Worked("resolvePayment").Text("resolvePayment.payment.state"));
        Assert.Empty(gateway.Payments);
    }

    [Fact]
    public async Task A_worker_that_dies_with_the_lease_leaves_an_unknown_payment_and_never_one_that_was_not_sent()
    {
        await using var world = await TestGateway.WorldAsync(gateway);
        var api = await world.ResellerAsync();
        var payment = await world.StagedAsync(api);
        await world.InUnitAsync((Settlement settlement) => settlement.LeaseAsync(payment, held: null, CancellationToken.None));
        Assert.Equal(PaymentState.Submitting, (await world.PaymentAsync(payment)).State);

        world.Clock.Advance(TimeSpan.FromSeconds(31));
        gateway.Before = _ => throw new TimeoutException();
        await world.RunJobAsync<Janitor>();
        Assert.Equal(PaymentState.Unknown, (await world.PaymentAsync(payment)).State);
        gateway.Before = _ => Task.CompletedTask;
        await world.PassAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(["search", "search", "create", "confirm"], gateway.Calls);
        Assert.Equal("1050.00", await api.BalanceAsync());
    }

    [Fact]
    public async Task A_worker_that_slept_past_its_lease_does_not_end_the_turn_of_the_next_one()
    {
        await using var world = await TestGateway.WorldAsync(gateway);
        var payment = await world.StagedAsync(await world.ResellerAsync());
        var sleeper = (await world.InUnitAsync((Settlement settlement) => settlement.LeaseAsync(payment, held: null, CancellationToken.None))).Payment.Checks;
        world.Clock.Advance(TimeSpan.FromSeconds(31));
        var next = await world.InUnitAsync((Settlement settlement) => settlement.LeaseAsync(payment, held: null, CancellationToken.None));

        await world.InUnitAsync((Settlement settlement) => settlement.SettleAsync(payment, new(ReplyKind.Silence), Wish.Further, sleeper, CancellationToken.None));

        Assert.True(next.Mine);
        Assert.True((await world.PaymentAsync(payment)).IsLeased(world.Clock.GetUtcNow()));
    }
}
