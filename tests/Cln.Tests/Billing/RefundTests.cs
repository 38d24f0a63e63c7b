using Cln.Billing;
using Cln.Contracts;
using Cln.Data;
using Cln.Host.Data;
using Cln.Tests.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Tests.Billing;

public sealed class RefundTests
{
    private readonly TestGateway gateway = new();

    [EveryDatabase]
    public async Task A_part_and_then_the_rest_go_back_each_with_its_document_and_letter(DatabaseKind kind)
    {
        await using var world = await TestGateway.WorldAsync(gateway, kind);
        var (api, payment) = await PaidAsync(world);
        var @operator = await world.OperatorAsync();

        var part = (await @operator.RefundAsync(payment, "20.00")).Worked("refundPayment");
        Assert.Equal(("SUCCEEDED", "20.00"), (part.Text("refundPayment.refund.state"), part.Text("refundPayment.refund.amount")));
        Assert.Equal(("PART_REFUNDED", "20.00", "1030.00"), await StandAsync(api));
        var rest = (await @operator.RefundAsync(payment, amount: null)).Worked("refundPayment");

        Assert.Equal("30.00", rest.Text("refundPayment.refund.amount"));
        Assert.Equal(("REFUNDED", "50.00", "1000.00"), await StandAsync(api));
        Assert.Equal(["REFUND -30.00", "REFUND -20.00", "PAYMENT_RECEIVED 50.00", "PAYMENT_RECEIVED 1000.00"], await api.DocumentsAsync());
        Assert.Equal(2, (await world.LettersAsync(await api.NumberAsync())).Count(letter => letter.StartsWith("refund:", StringComparison.Ordinal)));
        Assert.Equal(["30.00 USD", "20.00 USD"], (await @operator.SendAsync("{ auditLog(where: { action: { eq: \"refundPayment\" } }) { nodes { detail } } }")).Worked().List("auditLog.nodes").Select(entry => entry.GetProperty("detail").GetString()));
    }

    [EveryDatabase]
    public async Task Five_at_once_with_one_key_are_one_refund(DatabaseKind kind)
    {
        await using var world = await TestGateway.WorldAsync(gateway, kind);
        var (api, payment) = await PaidAsync(world);
        var @operator = await world.OperatorAsync();
        var key = World.Key();

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => @operator.RefundAsync(payment, "20.00", key)));

        Assert.All(answers, answer => Assert.Contains(answer.Code("refundPayment"), new[] { null, "IDEMPOTENCY_IN_PROGRESS" }));
        Assert.Equal(("PART_REFUNDED", "20.00", "1030.00"), await StandAsync(api));
        Assert.Single(gateway.Only.Refunds);
        Assert.Single((await @operator.SendAsync("{ auditLog(where: { action: { eq: \"refundPayment\" }, outcome: { eq: DONE } }) { nodes { id } } }")).Worked().List("auditLog.nodes"));
    }

    [EveryDatabase]
    public async Task Refunds_at_once_never_give_back_more_than_came_in(DatabaseKind kind)
    {
        await using var world = await TestGateway.WorldAsync(gateway, kind);
        var (api, payment) = await PaidAsync(world);
        var @operator = await world.OperatorAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => @operator.RefundAsync(payment, "20.00")));

        Assert.Equal(2, answers.Count(answer => answer.Code("refundPayment") == "REFUND_TOO_LARGE"));
        Assert.Equal(("PART_REFUNDED", "40.00", "1010.00"), await StandAsync(api));
    }

    [Theory]
    [InlineData("0.00", "A reason", "INVALID_INPUT")]
    [InlineData("-5.00", "A reason", "INVALID_INPUT")]
    [InlineData("5.00", " ", "INVALID_INPUT")]
    [InlineData("50.01", "A reason", "REFUND_TOO_LARGE")]
    public async Task What_can_not_be_given_back_is_refused(string amount, string reason, string code)
    {
        await using var world = await TestGateway.WorldAsync(gateway);
        var (api, payment) = await PaidAsync(world);

        Assert.Equal(code, (await (await world.OperatorAsync()).RefundAsync(payment, amount, reason: reason)).Code("refundPayment"));
        Assert.Equal(("POSTED", "0.00", "1050.00"), await StandAsync(api));
    }

    [Fact]
    public async Task What_never_came_in_is_not_given_back()
    {
        await using var world = await TestGateway.WorldAsync(gateway);
        var payment = await world.StagedAsync(await world.ResellerAsync());
        Assert.Equal("PAYMENT_NOT_REFUNDABLE", (await (await world.OperatorAsync()).RefundAsync(payment, "5.00")).Code("refundPayment"));
    }

    [Fact]
    public async Task A_refusal_of_the_gateway_is_an_answer_that_says_why_and_no_money_moves()
    {
        await using var world = await TestGateway.WorldAsync(gateway);
        var (api, payment) = await PaidAsync(world);
        gateway.Before = call => call == "refund" ? throw new RefundRefused("it is too long ago.") : Task.CompletedTask;

        var answer = (await (await world.OperatorAsync()).RefundAsync(payment, "20.00")).Worked("refundPayment");

        Assert.Equal("FAILED", answer.Text("refundPayment.refund.state"));
        Assert.Contains("too long ago", answer.Text("refundPayment.refund.failureReason"));
        Assert.Equal(("POSTED", "0.00", "1050.00"), await StandAsync(api));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_that_is_lost_is_found_out_and_the_money_given_back_once(bool afterTheEffect)
    {
        await using var world = await TestGateway.WorldAsync(gateway);
        var (api, payment) = await PaidAsync(world);
        Task Lose(string call) => call == "refund" ? throw new TimeoutException() : Task.CompletedTask;
        if (afterTheEffect) gateway.After = Lose;
        else gateway.Before = Lose;

        Assert.Equal("REQUESTED", (await (await world.OperatorAsync()).RefundAsync(payment, "20.00")).Worked("refundPayment").Text("refundPayment.refund.state"));
        Assert.Equal(("POSTED", "0.00", "1050.00"), await StandAsync(api));
        (gateway.Before, gateway.After) = (_ => Task.CompletedTask, _ => Task.CompletedTask);
        await world.PassAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(("PART_REFUNDED", "20.00", "1030.00"), await StandAsync(api));
        Assert.Equal(afterTheEffect ? 1 : 2, gateway.Count("refund"));
        Assert.Single(gateway.Only.Refunds);
    }

    [Fact]
    public async Task A_host_that_dies_between_the_effect_and_the_posting_leaves_what_the_next_one_finds()
    {
        await using var world = await TestGateway.WorldAsync(gateway);
        var (api, payment) = await PaidAsync(world);
        var refund = (await world.InUnitAsync((RefundRows rows) => rows.StageAsync(payment, new(20_00), "Asked for", World.Key(), CancellationToken.None))).Id;
        var leased = (await world.InUnitAsync((RefundRows rows) => rows.LeaseAsync(refund, CancellationToken.None)))!.Value;
        await gateway.RefundAsync(leased.Refund.Order(leased.Payment), CancellationToken.None);

        await world.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(("PART_REFUNDED", "20.00", "1030.00"), await StandAsync(api));
        Assert.Equal(1, gateway.Count("refund"));
    }

    [Fact]
    public async Task One_that_takes_time_leaves_the_balance_when_it_is_done_and_comes_back_when_the_bank_does_not_take_it()
    {
        await using var world = await TestGateway.WorldAsync(gateway);
        var (api, payment) = await PaidAsync(world);
        gateway.Refunded = GatewayRefundStatus.Pending;
        Assert.Equal("PENDING", (await (await world.OperatorAsync()).RefundAsync(payment, "20.00")).Worked("refundPayment").Text("refundPayment.refund.state"));
        Assert.Equal(("POSTED", "0.00", "1050.00"), await StandAsync(api));

        Become(GatewayRefundStatus.Succeeded);
        await world.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(("PART_REFUNDED", "20.00", "1030.00"), await StandAsync(api));

        Become(GatewayRefundStatus.Failed);
        await Task.WhenAll(world.ConvergeAsync(payment), world.ConvergeAsync(payment));
        Assert.Equal(("POSTED", "0.00", "1050.00"), await StandAsync(api));
        Become(GatewayRefundStatus.Succeeded);
        await world.ConvergeAsync(payment);
        Assert.Equal(("POSTED", "0.00", "1050.00"), await StandAsync(api));
        Assert.Equal(["PAYMENT_RECEIVED 20.00", "REFUND -20.00", "PAYMENT_RECEIVED 50.00", "PAYMENT_RECEIVED 1000.00"], await api.DocumentsAsync());
    }

    [EveryDatabase]
    public async Task One_that_was_given_at_the_gateway_is_posted_once_by_whoever_hears_of_it(DatabaseKind kind)
    {
        await using var world = await TestGateway.WorldAsync(gateway, kind);
        var (api, payment) = await PaidAsync(world);
        gateway.Change(gateway.Only.Id, now => now with { Refunds = [new("re_1", GatewayRefundStatus.Succeeded, new(15_00), "USD"), new("re_2", GatewayRefundStatus.Succeeded, new(5_00), "USD")] });

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => world.ConvergeAsync(payment)));

        Assert.Equal(("PART_REFUNDED", "20.00", "1030.00"), await StandAsync(api));
        Assert.Equal(2, await world.PostedAsync(await api.NumberAsync(), Posting.RefundSource));
    }

    [Fact]
    public async Task More_than_the_payment_is_not_posted_and_somebody_has_to_look()
    {
        await using var world = await TestGateway.WorldAsync(gateway);
        world.ExpectsErrors = true;
        var (api, payment) = await PaidAsync(world);
        gateway.Change(gateway.Only.Id, now => now with { Refunds = [new("re_1", GatewayRefundStatus.Succeeded, new(40_00), "USD"), new("re_2", GatewayRefundStatus.Succeeded, new(40_00), "USD")] });

        await world.ConvergeAsync(payment);

        Assert.Equal(("PART_REFUNDED", "40.00", "1010.00"), await StandAsync(api));
        Assert.True((await world.PaymentAsync(payment)).NeedsReview);
    }

    [Fact]
    public async Task A_refund_of_money_that_is_spent_leaves_a_debt()
    {
        await using var world = await TestGateway.WorldAsync(gateway);
        var (api, payment) = await PaidAsync(world);
        await world.RunAsync(await api.NumberAsync(), quantity: 120); // 1,008.00

        (await (await world.OperatorAsync()).RefundAsync(payment, "50.00")).Worked("refundPayment");

        Assert.Equal("-8.00", await api.BalanceAsync());
        await world.SettleAsync();
        Assert.Contains(await world.MailsToAsync("reseller1@reseller1.example"), mail => mail.Contains("You have a debt on your account", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refund_can_be_read_on_its_payment_and_by_its_id_and_by_nobody_else()
    {
        await using var world = await TestGateway.WorldAsync(gateway);
        var (api, payment) = await PaidAsync(world);
        var id = (await (await world.OperatorAsync()).RefundAsync(payment, "20.00")).Worked("refundPayment").Text("refundPayment.refund.id");
        const string Node = "query($id: ID!) { node(id: $id) { ... on Refund { amount state reason } } }";

        Assert.Equal("Asked for by mail", (await api.SendAsync(Node, new { id })).Worked().Text("node.reason"));
        Assert.Equal(id, (await api.SendAsync("{ payments(first: 1) { nodes { refunds { id } } } }")).Worked().Text("payments.nodes.0.refunds.0.id"));
        Assert.True((await (await world.ResellerAsync()).SendAsync(Node, new { id })).Worked().IsNull("node"));
    }

    private void Become(GatewayRefundStatus status) => gateway.Change(gateway.Only.Id, now => now with { Refunds = [.. now.Refunds.Select(refund => refund with { Status = status })] });

    private static async Task<(Api Api, long Payment)> PaidAsync(World world)
    {
        var api = await world.ResellerAsync();
        var payment = await world.StagedAsync(api);
        await world.ConvergeAsync(payment);
        Assert.Equal(PaymentState.Posted, (await world.PaymentAsync(payment)).State);
        return (api, payment);
    }

    private static async Task<(string State, string Refunded, string Balance)> StandAsync(Api api)
    {
        var answer = (await api.SendAsync("{ payments(first: 1) { nodes { state refunded } } balance { amount } }")).Worked();
        return (answer.Text("payments.nodes.0.state"), answer.Text("payments.nodes.0.refunded"), answer.Text("balance.amount"));
    }
}
