using Stripe;

namespace Cln.Tests.FakeProviders;

/// <summary>Refunds, disputes, and what Stripe's statement says of them.</summary>
public sealed class StripeMoneyBackTests
{
    [Fact]
    public async Task A_payment_can_be_given_back_in_parts_and_never_more_than_it_was()
    {
        await using var provider = await FakeProvider.StartAsync();
        var paid = await provider.PaidAsync();
        var refunds = provider.Client().V1.Refunds;

        var part = await refunds.CreateAsync(new() { PaymentIntent = paid.Id, Amount = 500, Metadata = new() { ["refund_id"] = "r1" } });
        var tooMuch = await Assert.ThrowsAsync<StripeException>(() => refunds.CreateAsync(new() { PaymentIntent = paid.Id, Amount = 1501 }));
        await refunds.CreateAsync(new() { PaymentIntent = paid.Id });
        var again = await Assert.ThrowsAsync<StripeException>(() => refunds.CreateAsync(new() { PaymentIntent = paid.Id }));
        var charge = await provider.Client().V1.Charges.GetAsync(paid.LatestChargeId, new() { Expand = ["refunds"] });

        Assert.Equal("succeeded", part.Status);
        Assert.Contains("greater than unrefunded amount", tooMuch.Message);
        Assert.Equal("charge_already_refunded", again.StripeError.Code);
        Assert.Equal((2000, true), (charge.AmountRefunded, charge.Refunded));
        Assert.Equal([1500, 500], charge.Refunds.Data.Select(refund => refund.Amount));
        Assert.Equal([part.Id], (await refunds.ListAsync(new() { PaymentIntent = paid.Id })).Data.Where(refund => refund.Metadata.GetValueOrDefault("refund_id") == "r1").Select(refund => refund.Id));
        Assert.Equal([("r1", 500L, 1), (null, 1500, 1)], (await provider.BooksAsync()).Refunds.Select(refund => (refund.Key, refund.Amount, refund.Effects)));
        Assert.Equal(["refund.created", "charge.refunded", "refund.created", "charge.refunded"], (await provider.EventsAsync()).Skip(2).Select(told => told.Type));
    }

    [Theory]
    [InlineData("pm_card_refundFail", "succeeded", "failed")]
    [InlineData("pm_card_pendingRefund", "pending", "succeeded")]
    public async Task A_refund_may_end_otherwise_than_it_began(string method, string begins, string ends)
    {
        await using var provider = await FakeProvider.StartAsync();
        await provider.PutClockAsync(World.Begins);
        var paid = await provider.PaidAsync(method);

        var refund = await provider.Client().V1.Refunds.CreateAsync(new() { PaymentIntent = paid.Id });
        await provider.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(begins, refund.Status);
        Assert.Equal(ends, (await provider.Client().V1.Refunds.GetAsync(refund.Id)).Status);
        Assert.Equal(ends == "failed" ? 0 : 2000, (await provider.Client().V1.Charges.GetAsync(paid.LatestChargeId)).AmountRefunded);
    }

    [Theory]
    [InlineData(true, "won", "charge.dispute.funds_reinstated", 0)]
    [InlineData(false, "lost", "charge.dispute.closed", -2000)]
    public async Task A_dispute_takes_the_money_and_gives_it_back_when_it_is_won(bool won, string status, string told, long balance)
    {
        await using var provider = await FakeProvider.StartAsync();
        var paid = await provider.PaidAsync("pm_card_createDispute");

        var dispute = Assert.Single((await provider.Client().V1.Disputes.ListAsync(new() { PaymentIntent = paid.Id })).Data);
        var refused = await Assert.ThrowsAsync<StripeException>(() => provider.Client().V1.Refunds.CreateAsync(new() { PaymentIntent = paid.Id }));
        await provider.ResolveAsync(dispute.Id, won);
        var after = await provider.Client().V1.Disputes.GetAsync(dispute.Id);
        var movements = await provider.Client().V1.BalanceTransactions.ListAsync(new() { Limit = 100, Expand = ["data.source"] });

        Assert.Equal(("needs_response", status), (dispute.Status, after.Status));
        Assert.Equal("charge_disputed", refused.StripeError.Code);
        Assert.Equal(told, (await provider.EventsAsync())[^1].Type);
        Assert.Equal(balance, movements.Data.Where(movement => movement.ReportingCategory.StartsWith("dispute", StringComparison.Ordinal)).Sum(movement => movement.Amount));
        Assert.Contains(movements.Data, movement => movement is { Type: "charge", Amount: 2000, Fee: 88, Source: Charge { PaymentIntentId: { } payment } } && payment == paid.Id);
    }

    [Fact]
    public async Task An_inquiry_takes_no_money_and_any_charge_can_be_disputed()
    {
        await using var provider = await FakeProvider.StartAsync();
        var (asked, paid) = (await provider.PaidAsync("pm_card_createDisputeInquiry"), await provider.PaidAsync());

        var inquiry = Assert.Single((await provider.Client().V1.Disputes.ListAsync(new() { PaymentIntent = asked.Id })).Data);
        var dispute = await provider.Client().V1.Disputes.GetAsync(await provider.DisputeAsync(paid.LatestChargeId, amount: 700));

        Assert.Equal(("warning_needs_response", 0), (inquiry.Status, inquiry.BalanceTransactions.Count));
        Assert.Equal((700, -700), (dispute.Amount, Assert.Single(dispute.BalanceTransactions).Amount));
    }
}
