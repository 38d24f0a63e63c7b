using Stripe;

namespace Cln.Tests.FakeProviders;

/// <summary>Payments at the played Stripe, through Stripe's own SDK.</summary>
public sealed class StripePaymentTests
{
    [Fact]
    public async Task A_payment_is_made_first_and_takes_the_money_when_it_is_confirmed()
    {
        await using var provider = await FakeProvider.StartAsync();

        var payment = await provider.PaymentAsync();
        Assert.Empty((await provider.BooksAsync()).Charges);
        var paid = await provider.ConfirmAsync(payment);

        Assert.Equal("requires_confirmation", payment.Status);
        Assert.Equal("succeeded", paid.Status);
        Assert.Equal(2000, paid.AmountReceived);
        Assert.Equal(2000 - 88, paid.LatestCharge.BalanceTransaction.Net);
        Assert.Empty(paid.LatestCharge.Refunds.Data);
        var charge = Assert.Single((await provider.BooksAsync()).Charges);
        Assert.Equal((paid.LatestChargeId, payment.Metadata["attempt_id"], 2000, 1), (charge.Id, charge.Key, charge.Amount, charge.Effects));
        Assert.Equal(["payment_intent.created", "payment_intent.succeeded"], (await provider.EventsAsync()).Select(told => told.Type));
    }

    [Theory]
    [InlineData("pm_card_chargeDeclined", "card_declined", "generic_decline", "try_again_later")]
    [InlineData("pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds", "try_again_later")]
    [InlineData("pm_card_chargeCustomerFail", "card_declined", "generic_decline", "try_again_later")]
    [InlineData("pm_card_decline_lost_card", "card_declined", "lost_card", "do_not_try_again")]
    [InlineData("pm_card_decline_stolen_card", "card_declined", "stolen_card", "do_not_try_again")]
    [InlineData("pm_card_decline_pickup_card", "card_declined", "pickup_card", "do_not_try_again")]
    [InlineData("pm_card_decline_fraudulent", "card_declined", "fraudulent", "do_not_try_again")]
    [InlineData("pm_card_decline_expired_card", "expired_card", "expired_card", "confirm_card_data")]
    [InlineData("pm_card_decline_incorrect_cvc", "incorrect_cvc", "incorrect_cvc", "confirm_card_data")]
    [InlineData("pm_card_decline_processing_error", "processing_error", "processing_error", "try_again_later")]
    [InlineData("pm_card_decline_issuer_not_available", "card_declined", "issuer_not_available", "try_again_later")]
    [InlineData("pm_card_decline_card_velocity_exceeded", "card_declined", "card_velocity_exceeded", "try_again_later")]
    [InlineData("pm_card_decline_do_not_honor", "card_declined", "do_not_honor", "try_again_later")]
    [InlineData("pm_card_decline_try_again_later", "card_declined", "try_again_later", "try_again_later")]
    [InlineData("pm_card_authenticationRequired", "authentication_required", "authentication_required", null)]
    public async Task A_card_is_declined_for_its_reason(string method, string code, string declineCode, string? advice)
    {
        await using var provider = await FakeProvider.StartAsync();
        var payment = await provider.PaymentAsync(method);

        var refusal = await Assert.ThrowsAsync<StripeException>(() => provider.ConfirmAsync(payment));
        var after = await provider.Client().V1.PaymentIntents.GetAsync(payment.Id);

        Assert.Equal(402, (int)refusal.HttpStatusCode);
        Assert.Equal(("card_error", code, declineCode, advice), (refusal.StripeError.Type, refusal.StripeError.Code, refusal.StripeError.DeclineCode, refusal.StripeError.AdviceCode));
        Assert.Equal("requires_payment_method", refusal.StripeError.PaymentIntent.Status);
        Assert.Equal((declineCode, "requires_payment_method"), (after.LastPaymentError.DeclineCode, after.Status));
        Assert.Equal("failed", (await provider.Client().V1.Charges.GetAsync(after.LatestChargeId)).Status);
        Assert.Empty((await provider.BooksAsync()).Charges);
    }

    [Fact]
    public async Task A_declined_payment_can_still_be_paid_by_another_card_until_it_is_canceled()
    {
        await using var provider = await FakeProvider.StartAsync();
        var (first, second) = (await provider.PaymentAsync("pm_card_chargeCustomerFail"), await provider.PaymentAsync("pm_card_chargeCustomerFail"));
        await Assert.ThrowsAsync<StripeException>(() => provider.ConfirmAsync(first));
        await Assert.ThrowsAsync<StripeException>(() => provider.ConfirmAsync(second));

        var paid = await provider.Client().V1.PaymentIntents.ConfirmAsync(first.Id, new() { PaymentMethod = "pm_card_visa" });
        await provider.Client().V1.PaymentIntents.CancelAsync(second.Id, new() { CancellationReason = "abandoned" });
        var late = await Assert.ThrowsAsync<StripeException>(() => provider.Client().V1.PaymentIntents.ConfirmAsync(second.Id, new() { PaymentMethod = "pm_card_visa" }));
        var tooLate = await Assert.ThrowsAsync<StripeException>(() => provider.Client().V1.PaymentIntents.CancelAsync(first.Id));

        Assert.Equal("succeeded", paid.Status);
        Assert.Equal(("payment_intent_unexpected_state", "canceled"), (late.StripeError.Code, late.StripeError.PaymentIntent.Status));
        Assert.Equal(("payment_intent_unexpected_state", "succeeded"), (tooLate.StripeError.Code, tooLate.StripeError.PaymentIntent.Status));
    }

    [Theory]
    [InlineData(true, "succeeded", "succeeded")]
    [InlineData(false, "requires_payment_method", "failed")]
    public async Task A_card_that_asks_for_its_holder_waits_for_him(bool passes, string status, string redirect)
    {
        await using var provider = await FakeProvider.StartAsync();
        var payment = await provider.PaymentAsync("pm_card_threeDSecure2Required");

        var waiting = await provider.ConfirmAsync(payment, offSession: false);
        var back = await provider.AuthenticateAsync(waiting.NextAction.RedirectToUrl.Url, passes);
        var after = await provider.Client().V1.PaymentIntents.GetAsync(payment.Id);

        Assert.Equal("requires_action", waiting.Status);
        Assert.Equal("redirect_to_url", waiting.NextAction.Type);
        Assert.Equal(status, after.Status);
        Assert.Equal($"https://cln.example/back?payment_intent={payment.Id}&payment_intent_client_secret={payment.ClientSecret}&redirect_status={redirect}", back.AbsoluteUri);
        Assert.Equal(passes ? 1 : 0, (await provider.BooksAsync()).Charges.Count);
    }

    [Fact]
    public async Task A_card_that_was_set_up_pays_when_its_holder_is_away()
    {
        await using var provider = await FakeProvider.StartAsync();
        var customer = await provider.CustomerAsync();
        var setup = await provider.Client().V1.SetupIntents.CreateAsync(new() { Customer = customer, Usage = "off_session", AllowedPaymentMethodTypes = ["card"] });

        var page = await provider.EnterCardAsync(setup.ClientSecret, "4000 0025 0000 3155");
        Assert.Equal("requires_action", (await provider.Client().V1.SetupIntents.GetAsync(setup.Id)).Status);
        var back = await provider.AuthenticateAsync(page!.AbsoluteUri);
        var kept = await provider.Client().V1.SetupIntents.GetAsync(setup.Id, new() { Expand = ["payment_method"] });
        var paid = await provider.ConfirmAsync(await provider.PaymentAsync(kept.PaymentMethodId, customer: customer));

        Assert.Contains($"setup_intent={setup.Id}&", back.Query);
        Assert.Equal(("succeeded", "3155", customer), (kept.Status, kept.PaymentMethod.Card.Last4, kept.PaymentMethod.CustomerId));
        Assert.Equal("succeeded", paid.Status);
    }

    [Fact]
    public async Task A_pending_payment_ends_when_its_time_has_come()
    {
        await using var provider = await FakeProvider.StartAsync();
        await provider.PutClockAsync(World.Begins);
        await provider.FaultAsync("POST /v1/payment_intents/*/confirm", "pending-then", "259200");
        await provider.FaultAsync("POST /v1/payment_intents/*/confirm", "pending-then", "259200:insufficient_funds", nth: 2);
        var (good, bad) = (await provider.ConfirmAsync(await provider.PaymentAsync()), await provider.ConfirmAsync(await provider.PaymentAsync()));
        await provider.AdvanceAsync(TimeSpan.FromDays(3));

        Assert.Equal(("processing", "processing"), (good.Status, bad.Status));
        Assert.Equal("succeeded", (await provider.Client().V1.PaymentIntents.GetAsync(good.Id)).Status);
        Assert.Equal("insufficient_funds", (await provider.Client().V1.PaymentIntents.GetAsync(bad.Id)).LastPaymentError.DeclineCode);
        Assert.Equal(good.Id, Assert.Single((await provider.BooksAsync()).Charges).Payment);
    }

    [Fact]
    public async Task A_method_is_its_customer_s_and_gone_when_it_was_detached()
    {
        await using var provider = await FakeProvider.StartAsync();
        var (owner, other) = (await provider.CustomerAsync(), await provider.CustomerAsync());
        var method = await provider.Client().V1.PaymentMethods.AttachAsync("pm_card_visa", new() { Customer = owner });

        var foreign = await Assert.ThrowsAsync<StripeException>(() => provider.PaymentAsync(method.Id, customer: other));
        await provider.Client().V1.PaymentMethods.DetachAsync(method.Id);
        var detached = await Assert.ThrowsAsync<StripeException>(() => provider.PaymentAsync(method.Id, customer: owner));
        var declined = await Assert.ThrowsAsync<StripeException>(() => provider.Client().V1.PaymentMethods.AttachAsync("pm_card_chargeDeclined", new() { Customer = owner }));

        Assert.Contains("belongs to a different Customer", foreign.Message);
        Assert.Contains("It may not be used again", detached.Message);
        Assert.Equal("generic_decline", declined.StripeError.DeclineCode);
        Assert.Contains((await provider.EventsAsync()), told => told.Type == "payment_method.detached");
    }

    [Fact]
    public async Task Payments_are_listed_newest_first_by_customer_and_time_and_page_by_page()
    {
        await using var provider = await FakeProvider.StartAsync();
        await provider.PutClockAsync(World.Begins);
        var customer = await provider.CustomerAsync();
        var early = await provider.PaymentAsync(customer: customer);
        await provider.PaymentAsync();
        await provider.AdvanceAsync(TimeSpan.FromHours(1));
        List<string> late = [(await provider.PaymentAsync(customer: customer)).Id, (await provider.PaymentAsync(customer: customer)).Id];

        var since = await provider.Client().V1.PaymentIntents.ListAsync(new() { Customer = customer, Created = new DateRangeOptions { GreaterThanOrEqual = World.Begins.AddMinutes(1).UtcDateTime } });
        var first = await provider.Client().V1.PaymentIntents.ListAsync(new() { Customer = customer, Limit = 2 });
        var second = await provider.Client().V1.PaymentIntents.ListAsync(new() { Customer = customer, Limit = 2, StartingAfter = first.Data[^1].Id });

        Assert.Equal([late[1], late[0]], since.Data.Select(payment => payment.Id));
        Assert.Equal([late[1], late[0]], first.Data.Select(payment => payment.Id));
        Assert.True(first.HasMore);
        Assert.Equal([early.Id], second.Data.Select(payment => payment.Id));
        Assert.False(second.HasMore);
    }
}
