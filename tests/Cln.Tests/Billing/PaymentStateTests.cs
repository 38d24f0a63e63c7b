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

    [Fact]
    public void The_open_states_are_those_before_the_last_word() =>
        Assert.Equal(Enum.GetValues<PaymentState>().Where(state => state.IsOpen()).Order(), PaymentStates.Open.Order());
}
