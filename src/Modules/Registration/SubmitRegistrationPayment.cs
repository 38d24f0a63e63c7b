using Cln.Contracts;
using Cln.Data;
using Cln.Graph;

namespace Cln.Registration;

/// <summary>The third step: who pays the deposit, and how.</summary>
/// <param name="Token">The registration's token.</param>
/// <param name="FirstName">First name of the person to write to, at most 60 characters.</param>
/// <param name="LastName">Last name of the person to write to, at most 60 characters.</param>
/// <param name="Company">The company's name, at most 150 characters.</param>
/// <param name="Country">The company's country, an ISO 3166-1 alpha-2 code, such as "DE".</param>
/// <param name="Email">Where mail goes: the link to go on with this registration, and later the activation link.</param>
/// <param name="Autopayment">How the balance is to be kept up from then on.</param>
/// <param name="PaymentMethod">What is charged; it becomes the account's current payment method.</param>
/// <param name="IdempotencyKey">Names this attempt. Send the same key to ask how it stands; after a decline, or with another payment method, use a new one.</param>
internal sealed record SubmitRegistrationPaymentInput(
    string Token, string FirstName, string LastName, string Company, string Country, string Email,
    RegistrationAutopaymentInput Autopayment, RegistrationPaymentMethodInput PaymentMethod, IdempotencyKey IdempotencyKey);

/// <summary>How a new account's balance is to be kept up.</summary>
/// <param name="Type">When the payment method is charged without anybody asking.</param>
/// <param name="Amount">For AUTO_ADD_FUNDS, and only for that: the balance to fill up to.</param>
internal sealed record RegistrationAutopaymentInput(AutopaymentType Type, Money? Amount = null);

/// <summary>A card or wallet, as the gateway has it.</summary>
/// <param name="Gateway">The gateway's code: "sandbox", "stripe", "paypal".</param>
/// <param name="Token">The `id` that startRegistrationPaymentMethod answered, once its payer is done; never a card number. The sandbox takes Stripe's test tokens, such as "pm_card_visa".</param>
internal sealed record RegistrationPaymentMethodInput(string Gateway, string Token);

/// <summary>The chosen tier isn't offered any more as it was chosen: choose again. Nothing was charged.</summary>
internal sealed class TierChanged(string tier)
    : DomainError("TIER_CHANGED", $"The tier {tier} is not offered any more as you chose it. Nothing was charged. Choose again with chooseDeposit.");

[Extends<Mutation>]
internal static class SubmitRegistrationPayment
{
    /// <summary>
    /// Charges the tier's whole deposit. It is charged once, however often this is sent; sent again later, it changes nothing and shows where the
    /// registration stands. The step tells how it went: ACCOUNT when the money has arrived, PAYMENT while the gateway is still at it, or waits for
    /// the payer: then `payerAction` says what to do. Send the same again, or wait for the mail that tells of the arrival. A new idempotency key
    /// calls a payment off that waits for its payer. At most 5 attempts an hour may fail for a registration, and 10 from one address. A link to go
    /// on with is mailed at once.
    /// </summary>
    [AllowAnonymous, OncePerRequest]
    [SavesInSteps]
    [Throws<UnknownRegistration>]
    [Throws<OutOfStep>]
    [Throws<RegistrationClosed>]
    [Throws<InvalidInput>]
    [Throws<TierChanged>]
    [Throws<TooManyTries>]
    [Throws<PaymentDeclined>]
    [Throws<GatewayNotConfigured>]
    [Throws<GatewayUnavailable>]
    [Throws<SignedInElsewhere>]
    public static async Task<Registration> SubmitRegistrationPaymentAsync(
        SubmitRegistrationPaymentInput input, DepositPayment payment, IPayments payments, IUnitOfWork unit, CancellationToken cancellation)
    {
        var payer = Payer.Checked(input.FirstName, input.LastName, input.Company, input.Country, input.Email);
        var method = Checked(input.PaymentMethod);
        var (registration, isCounted) = await unit.CommitAsync(() => payment.PrepareAsync(input.Token, payer, input.IdempotencyKey.ToString(), cancellation), cancellation);
        if (registration.Step > RegistrationStep.Payment) return registration;
        if (registration.Step == RegistrationStep.ChooseDeposit) throw new TierChanged(registration.TierName);

        DepositOutcome? outcome = null;
        try
        {
            outcome = await payments.TakeDepositAsync(Deposit(registration, input, method), cancellation);
        }
        catch (DomainError)
        {
            await unit.CommitAsync(() => payment.ConcludeAsync(input.Token, isCounted, outcome, cancellation), cancellation);
            throw;
        }

        registration = await unit.CommitAsync(() => payment.ConcludeAsync(input.Token, isCounted, outcome, cancellation), cancellation);
        return registration.Step == RegistrationStep.Payment && outcome.DeclineReason is { } reason ? throw new PaymentDeclined(reason) : registration;
    }

    private static Deposit Deposit(Registration registration, SubmitRegistrationPaymentInput input, RegistrationPaymentMethodInput method) => new(
        registration.ResellerId!.Value, registration.Deposit, method.Gateway, method.Token,
        input.Autopayment.Type, input.Autopayment.Amount, input.IdempotencyKey.ToString());

    private static RegistrationPaymentMethodInput Checked(RegistrationPaymentMethodInput method) =>
        new(Details.Line("paymentMethod.gateway", method.Gateway, 32), Details.Line("paymentMethod.token", method.Token, 200));
}
