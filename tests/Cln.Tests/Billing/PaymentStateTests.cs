using Cln.Billing;

namespace Cln.Tests.Billing;

public sealed class PaymentStateTests
{
    [Theory]
    [InlineData(PaymentState.Created, PaymentState.Posted)]
    [InlineData(PaymentState.Submitting, PaymentState.Unknown)]
    [InlineData(PaymentState.Unknown, PaymentState.RequiresAction)]
    [InlineData(PaymentState.RequiresAction, PaymentState.Unknown)]
    [InlineData(PaymentState.Unknown, PaymentState.Declined)]
    [InlineData(PaymentState.Processing, PaymentState.Posted)]
    [InlineData(PaymentState.Declined, PaymentState.Posted)]
    [InlineData(PaymentState.Expired, PaymentState.Posted)]
    [InlineData(PaymentState.Posted, PaymentState.Disputed)]
    internal void News_brings_a_payment_further(PaymentState state, PaymentState next) => Assert.True(state.MayBecome(next));

    [Theory]
    [InlineData(PaymentState.Posted, PaymentState.Posted)]
    [InlineData(PaymentState.Posted, PaymentState.Declined)]
    [InlineData(PaymentState.Posted, PaymentState.Unknown)]
    [InlineData(PaymentState.Declined, PaymentState.Unknown)]
    [InlineData(PaymentState.Declined, PaymentState.Canceled)]
    [InlineData(PaymentState.Processing, PaymentState.Unknown)]
    [InlineData(PaymentState.Processing, PaymentState.RequiresAction)]
    [InlineData(PaymentState.Unknown, PaymentState.Unknown)]
    internal void Old_news_changes_nothing(PaymentState state, PaymentState next) => Assert.False(state.MayBecome(next));

    [Theory]
    [InlineData(0, false, false, PaymentState.Posted)]
    [InlineData(20_00, false, false, PaymentState.PartRefunded)]
    [InlineData(50_00, false, false, PaymentState.Refunded)]
    [InlineData(0, true, false, PaymentState.Disputed)]
    [InlineData(20_00, true, true, PaymentState.Disputed)]
    [InlineData(50_00, false, true, PaymentState.ChargedBack)]
    internal void What_follows_a_posting_is_worked_out_from_refunds_and_disputes(long refunded, bool disputed, bool lost, PaymentState state)
    {
        var payment = Posted();
        Assert.Equal(state != PaymentState.Posted, payment.Follow(new(refunded), disputed, lost));
        Assert.Equal((state, new Money(refunded)), (payment.State, payment.Refunded));
        Assert.False(payment.Follow(new(refunded), disputed, lost));
        Assert.False(payment.Become(PaymentState.Posted, answer: null));
    }

    [Fact]
    internal void A_dispute_that_is_won_leads_back_to_posted()
    {
        var payment = Posted();
        payment.Follow(Money.Zero, disputed: true, chargedBack: false);
        Assert.True(payment.Follow(Money.Zero, disputed: false, chargedBack: false));
        Assert.Equal(PaymentState.Posted, payment.State);
    }

    [Fact]
    internal void Whoever_finds_another_at_it_leaves_word_and_it_is_looked_at_again_at_once()
    {
        var now = World.Begins;
        var payment = New();
        Assert.True(payment.Lease(now, TimeSpan.FromSeconds(30)));
        Assert.False(payment.Lease(now, TimeSpan.FromSeconds(30)));
        payment.Become(PaymentState.Processing, answer: null);

        payment.Release(turn: 1, now, pause: null);
        Assert.Equal(now, payment.NextCheckAt);
        Assert.True(payment.Lease(now, TimeSpan.FromSeconds(30)));
        payment.Release(turn: 2, now, pause: null);
        Assert.True(payment.NextCheckAt > now);
    }

    [Fact]
    public void The_open_states_are_those_before_the_last_word() =>
        Assert.Equal(Enum.GetValues<PaymentState>().Where(state => state.IsOpen()).Order(), PaymentStates.Open.Order());

    private static Payment New() => new()
    {
        ResellerId = 1,
        Purpose = PaymentPurpose.TopUp,
        Amount = new(50_00),
        Currency = "USD",
        Gateway = "test",
        Description = "Top up",
        IdempotencyKey = "key",
        CreatedAt = World.Begins,
    };

    private static Payment Posted()
    {
        var payment = New();
        payment.Become(PaymentState.Posted, answer: null);
        return payment;
    }
}
