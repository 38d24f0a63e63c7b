using Cln.Billing;
using Cln.Contracts;
using Cln.Host.Data;
using Cln.Tests.Data;

namespace Cln.Tests.Billing;

public sealed class DisputeTests
{
    private readonly TestGateway gateway = new();

    [EveryDatabase]
    public async Task While_it_is_open_the_bank_has_the_money_and_the_balance_stays(DatabaseKind kind)
    {
        await using var world = await TestGateway.WorldAsync(gateway, kind);
        var (api, payment) = await PaidAsync(world);
        var reseller = await api.NumberAsync();

        Dispute(GatewayDisputeStatus.Open);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.ConvergeAsync(payment)));

        Assert.Equal((PaymentState.Disputed, "1050.00"), ((await world.PaymentAsync(payment)).State, await api.BalanceAsync()));
        Assert.Equal((50_00, 0), (await world.AccountAsync(reseller, Chart.Disputes), await world.AccountAsync(reseller, Chart.Clearing(TestGateway.Name))));
        Assert.Equal([$"payment:{payment}:received", "dispute:test:dp_1:open"], await world.LettersAsync(reseller));
        Assert.Equal("PAYMENT_NOT_REFUNDABLE", (await (await world.OperatorAsync()).RefundAsync(payment, "5.00")).Code("refundPayment"));
    }

    [Fact]
    public async Task One_that_is_won_gives_the_money_back_to_us_and_the_payment_is_posted_again()
    {
        await using var world = await TestGateway.WorldAsync(gateway);
        var (api, payment) = await PaidAsync(world);
        var reseller = await api.NumberAsync();
        Dispute(GatewayDisputeStatus.Open);
        await world.ConvergeAsync(payment);

        Dispute(GatewayDisputeStatus.Won);
        await world.ConvergeAsync(payment);

        Assert.Equal((PaymentState.Posted, "1050.00"), ((await world.PaymentAsync(payment)).State, await api.BalanceAsync()));
        Assert.Equal((0, 50_00), (await world.AccountAsync(reseller, Chart.Disputes), await world.AccountAsync(reseller, Chart.Clearing(TestGateway.Name))));
    }

    [EveryDatabase]
    public async Task One_that_is_lost_is_borne_by_the_balance_below_zero_if_need_be(DatabaseKind kind)
    {
        await using var world = await TestGateway.WorldAsync(gateway, kind);
        var (api, payment) = await PaidAsync(world);
        var reseller = await api.NumberAsync();
        await world.RunAsync(reseller, quantity: 123); // 1,033.20
        Dispute(GatewayDisputeStatus.Open);
        await world.ConvergeAsync(payment);

        Dispute(GatewayDisputeStatus.Lost);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.ConvergeAsync(payment)));

        Assert.Equal((PaymentState.ChargedBack, "-33.20"), ((await world.PaymentAsync(payment)).State, await api.BalanceAsync()));
        Assert.Equal((0, 0), (await world.AccountAsync(reseller, Chart.Disputes), await world.AccountAsync(reseller, Chart.Clearing(TestGateway.Name))));
        Assert.Equal("REFUND -50.00", (await api.DocumentsAsync())[0]);
    }

    [Fact]
    public async Task One_that_is_first_heard_of_when_it_is_lost_is_posted_whole()
    {
        await using var world = await TestGateway.WorldAsync(gateway);
        var (api, payment) = await PaidAsync(world);
        var reseller = await api.NumberAsync();

        Dispute(GatewayDisputeStatus.Lost);
        await world.ConvergeAsync(payment);

        Assert.Equal((PaymentState.ChargedBack, "1000.00"), ((await world.PaymentAsync(payment)).State, await api.BalanceAsync()));
        Assert.Equal((0, 1, 1), (await world.AccountAsync(reseller, Chart.Disputes), await world.PostedAsync(reseller, "DISPUTE"), await world.PostedAsync(reseller, "DISPUTE_LOST")));
    }

    [Fact]
    public async Task The_end_of_one_is_learnt_within_a_day_even_when_nobody_tells()
    {
        await using var world = await TestGateway.WorldAsync(gateway);
        var (_, payment) = await PaidAsync(world);
        Dispute(GatewayDisputeStatus.Open);
        await world.ConvergeAsync(payment);
        Dispute(GatewayDisputeStatus.Won);

        world.Clock.Advance(TimeSpan.FromHours(24));
        await world.RunJobAsync<Janitor>();

        Assert.Equal(PaymentState.Posted, (await world.PaymentAsync(payment)).State);
    }

    private void Dispute(GatewayDisputeStatus status) => gateway.Change(gateway.Only.Id, now => now with { Dispute = new("dp_1", status, now.Amount, now.Currency) });

    private static async Task<(Api Api, long Payment)> PaidAsync(World world)
    {
        var api = await world.ResellerAsync();
        var payment = await world.StagedAsync(api);
        await world.ConvergeAsync(payment);
        return (api, payment);
    }
}
