using Cln.Billing;
using Cln.Contracts;
using Cln.Data;
using Cln.Host.Data;
using Cln.Tests.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Billing;

/// <summary>What operators put right by hand.</summary>
public sealed class CorrectionTests
{
    private readonly TestGateway gateway = new();

    [EveryDatabase]
    public async Task A_balance_is_adjusted_once_with_a_reason_that_the_reseller_reads(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var api = await world.ResellerAsync();
        var reseller = await api.NumberAsync();
        var @operator = await world.OperatorAsync();
        var key = World.Key();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => @operator.AdjustAsync(reseller, "12.50", key)));
        var taken = (await @operator.AdjustAsync(reseller, "-1100.00", reason: "Given twice")).Worked("adjustBalance");

        Assert.All(answers, answer => Assert.Equal(("12.50", "1012.50"), (answer.Worked("adjustBalance").Text("adjustBalance.ledgerEntry.amount"), answer.Text("adjustBalance.ledgerEntry.balance"))));
        Assert.Equal(("-1100.00", "-87.50", "Correction: Given twice"), (taken.Text("adjustBalance.ledgerEntry.amount"), taken.Text("adjustBalance.ledgerEntry.balance"), taken.Text("adjustBalance.ledgerEntry.description")));
        var actions = (await @operator.SendAsync("{ auditLog(first: 10, where: { actor: { eq: OPERATOR }, action: { eq: \"adjustBalance\" } }) { nodes { action detail reason principal subjects reseller { number } } } }")).Worked().List("auditLog.nodes");
        Assert.Equal(["adjustBalance -1100.00 USD Given twice", "adjustBalance 12.50 USD Promised on the phone"], actions.Select(action => $"{action.GetProperty("action")} {action.GetProperty("detail")} {action.GetProperty("reason")}"));
        Assert.All(actions, action => Assert.StartsWith("user:", action.GetProperty("principal").GetString(), StringComparison.Ordinal));
        Assert.Equal(-1087_50, await world.AccountAsync(reseller, Chart.Adjustments));
    }

    [Theory]
    [InlineData("0.00", "A reason")]
    [InlineData("5.00", "")]
    public async Task An_adjustment_of_nothing_or_without_a_reason_is_refused(string amount, string reason)
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        Assert.Equal("INVALID_INPUT", (await (await world.OperatorAsync()).AdjustAsync(await api.NumberAsync(), amount, reason: reason)).Code("adjustBalance"));
        Assert.Equal("NOT_FOUND", (await (await world.SignInAsync("operator")).AdjustAsync(999, "5.00")).Code("adjustBalance"));
        Assert.Equal("FORBIDDEN", (await api.AdjustAsync(await api.NumberAsync(), "5.00")).Code("adjustBalance"));
        Assert.Equal("1000.00", await api.BalanceAsync());
    }

    [Fact]
    public async Task Another_amount_than_was_asked_for_is_put_on_the_balance_when_an_operator_says_so()
    {
        await using var world = await TestGateway.WorldAsync(gateway);
        world.ExpectsErrors = true;
        var api = await world.ResellerAsync();
        var reseller = await api.NumberAsync();
        var @operator = await world.OperatorAsync();
        gateway.Confirmed = now => now with { Status = GatewayStatus.Succeeded, ChargeId = "ch_1", Amount = new(40_00) };
        var payment = await world.StagedAsync(api);
        await world.ConvergeAsync(payment);
        Assert.Contains("40.00", (await @operator.SendAsync("{ paymentsToReview { reason payment { id } reseller { number } } }")).Worked().Text("paymentsToReview.0.reason"));

        var answer = (await @operator.ResolveAsync(payment, "POST")).Worked("resolvePayment");

        Assert.Equal(("POSTED", "40.00"), (answer.Text("resolvePayment.payment.state"), answer.Text("resolvePayment.payment.amount")));
        Assert.Equal(("1040.00", 0), (await api.BalanceAsync(), await world.AccountAsync(reseller, Chart.Suspense)));
        Assert.Equal(40_00, await world.AccountAsync(reseller, Chart.Clearing(TestGateway.Name)));
        Assert.Empty((await @operator.SendAsync("{ paymentsToReview { reason } }")).Worked().List("paymentsToReview"));
    }

    [Theory]
    [InlineData("EUR", null)]
    [InlineData("USD", "another's")]
    public async Task Money_of_another_currency_or_another_payment_is_not_put_on_the_balance(string currency, string? key)
    {
        await using var world = await TestGateway.WorldAsync(gateway);
        world.ExpectsErrors = true;
        var api = await world.ResellerAsync();
        gateway.Confirmed = now => now with { Status = GatewayStatus.Succeeded, ChargeId = "ch_1", Currency = currency, Key = key ?? now.Key };
        var payment = await world.StagedAsync(api);
        await world.ConvergeAsync(payment);

        var @operator = await world.OperatorAsync();
        Assert.Equal("PAYMENT_NOT_POSTABLE", (await @operator.ResolveAsync(payment, "POST")).Code("resolvePayment"));
        Assert.Equal("PAYMENT_UNDER_WAY", (await @operator.ResolveAsync(payment, "CANCEL")).Code("resolvePayment"));

        // Given back at the gateway, it is over.
        gateway.Change(gateway.Only.Id, now => now with { Refunds = [new("re_1", GatewayRefundStatus.Succeeded, now.Amount, now.Currency)] });
        Assert.Equal("CANCELED", (await @operator.ResolveAsync(payment, "LOOK_AGAIN")).Worked("resolvePayment").Text("resolvePayment.payment.state"));
        Assert.Equal(("1000.00", 0), (await api.BalanceAsync(), await world.AccountAsync(await api.NumberAsync(), Chart.Suspense)));
        Assert.False((await world.PaymentAsync(payment)).NeedsReview);
    }

    [Fact]
    public async Task Looking_again_believes_a_gateway_that_has_come_to_its_senses()
    {
        await using var world = await TestGateway.WorldAsync(gateway);
        world.ExpectsErrors = true;
        var api = await world.ResellerAsync();
        var reseller = await api.NumberAsync();
        gateway.Confirmed = now => now with { Status = GatewayStatus.Succeeded, ChargeId = "ch_1", Amount = new(40_00) };
        var payment = await world.StagedAsync(api);
        await world.ConvergeAsync(payment);
        gateway.Change(gateway.Only.Id, now => now with { Amount = new(50_00) });

        var answer = (await (await world.OperatorAsync()).ResolveAsync(payment, "LOOK_AGAIN")).Worked("resolvePayment");

        Assert.Equal("POSTED", answer.Text("resolvePayment.payment.state"));
        Assert.Equal(("1050.00", 0), (await api.BalanceAsync(), await world.AccountAsync(reseller, Chart.Suspense)));
        Assert.Equal(50_00, await world.AccountAsync(reseller, Chart.Clearing(TestGateway.Name)));
    }

    [Fact]
    public async Task Calling_off_what_is_paid_is_refused_and_what_the_gateway_does_not_answer_about_stays_open()
    {
        await using var world = await TestGateway.WorldAsync(gateway);
        var api = await world.ResellerAsync();
        var (paid, silent) = (await world.StagedAsync(api), await world.StagedAsync(api));
        await world.ConvergeAsync(paid);
        gateway.After = _ => throw new TimeoutException();
        await world.ConvergeAsync(silent);

        Assert.Equal("PAYMENT_ALREADY_PAID", (await api.CancelAsync(paid)).Code("cancelPayment"));
        Assert.Equal("PAYMENT_UNDER_WAY", (await api.CancelAsync(silent)).Code("cancelPayment"));
        gateway.After = _ => Task.CompletedTask;
        Assert.Equal("CANCELED", (await api.CancelAsync(silent)).Worked("cancelPayment").Text("cancelPayment.payment.state"));
        Assert.Equal("CANCELED", (await api.CancelAsync(silent)).Worked("cancelPayment").Text("cancelPayment.payment.state"));
        Assert.Equal("NOT_FOUND", (await (await world.ResellerAsync()).CancelAsync(silent)).Code("cancelPayment"));
        Assert.Equal("1050.00", await api.BalanceAsync());
    }
}
