using Cln.Billing;
using Cln.Contracts;
using Stripe;

namespace Cln.Tests.Gateways;

/// <summary>What Stripe's words mean for trying again.</summary>
public sealed class StripeDeclinesTests
{
    [Theory]
    [InlineData("insufficient_funds", null, null, DeclineClass.Soft)]
    [InlineData("processing_error", null, null, DeclineClass.Soft)]
    [InlineData("issuer_not_available", null, null, DeclineClass.Soft)]
    [InlineData("try_again_later", null, null, DeclineClass.Soft)]
    [InlineData("card_velocity_exceeded", null, null, DeclineClass.Soft)]
    [InlineData("generic_decline", null, null, DeclineClass.Soft)]
    [InlineData("do_not_honor", null, null, DeclineClass.Soft)]
    [InlineData("a_word_of_next_year", null, null, DeclineClass.Soft)]
    [InlineData("generic_decline", "try_again_later", null, DeclineClass.Soft)]
    [InlineData("lost_card", null, null, DeclineClass.Never)]
    [InlineData("stolen_card", null, null, DeclineClass.Never)]
    [InlineData("pickup_card", null, null, DeclineClass.Never)]
    [InlineData("restricted_card", null, null, DeclineClass.Never)]
    [InlineData("fraudulent", null, null, DeclineClass.Never)]
    [InlineData("revocation_of_all_authorizations", null, null, DeclineClass.Never)]
    [InlineData("invalid_account", null, null, DeclineClass.Never)]
    [InlineData("insufficient_funds", "do_not_try_again", null, DeclineClass.Never)]
    [InlineData("insufficient_funds", null, "03", DeclineClass.Never)]
    [InlineData("insufficient_funds", "try_again_later", "21", DeclineClass.Never)]
    [InlineData("lost_card", "try_again_later", null, DeclineClass.Never)]
    [InlineData("expired_card", null, null, DeclineClass.NewCardNeeded)]
    [InlineData("incorrect_number", null, null, DeclineClass.NewCardNeeded)]
    [InlineData("incorrect_cvc", null, null, DeclineClass.NewCardNeeded)]
    [InlineData("invalid_expiry_year", null, null, DeclineClass.NewCardNeeded)]
    [InlineData("generic_decline", "confirm_card_data", null, DeclineClass.NewCardNeeded)]
    [InlineData("authentication_required", null, null, DeclineClass.PayerMustAct)]
    [InlineData("authentication_required", "confirm_card_data", null, DeclineClass.PayerMustAct)]
    public void A_refusal_has_a_class(string declineCode, string? advice, string? networkAdvice, DeclineClass expected)
    {
        var decline = StripeDeclines.Of(new StripeError { Code = "card_declined", DeclineCode = declineCode, AdviceCode = advice, NetworkAdviceCode = networkAdvice, Message = "Your card was declined." });

        Assert.Equal((declineCode, expected, "Your card was declined."), (decline.Code, decline.Class, decline.Reason));
    }

    [Fact]
    public void A_refusal_without_a_decline_code_goes_by_its_code()
    {
        Assert.Equal(new("expired_card", DeclineClass.NewCardNeeded, "Your card has expired."), StripeDeclines.Of(new StripeError { Code = "expired_card", Message = "Your card has expired." }));
        Assert.Equal(new("card_error", DeclineClass.Soft, "Your card was declined."), StripeDeclines.Of(new StripeError { Type = "card_error" }));
    }

    [Fact]
    public void The_charge_that_was_tried_tells_the_same_when_the_payment_no_longer_does()
    {
        var failed = new Stripe.Charge { Status = "failed", FailureCode = "card_declined", FailureMessage = "Your card was declined.", Outcome = new() { Reason = "lost_card" } };

        Assert.Equal(new("lost_card", DeclineClass.Never, "Your card was declined."), StripeDeclines.Of(failed));
        Assert.Null(StripeDeclines.Of(new Stripe.Charge { Status = "succeeded" }));
    }

    [Fact]
    public void Words_longer_than_a_column_are_cut()
    {
        var decline = StripeDeclines.Of(new StripeError { DeclineCode = new('x', 100), Message = new('y', 1000) });

        Assert.Equal((64, 500), (decline.Code.Length, decline.Reason.Length));
    }
}
