using Cln.Contracts;
using Cln.Data;
using Cln.Graph;

namespace Cln.Registration;

/// <summary>A card or wallet that a new reseller is about to enter or approve, to pay the deposit with.</summary>
/// <param name="Token">The registration's token.</param>
/// <param name="FirstName">First name of the person to write to, at most 60 characters.</param>
/// <param name="LastName">Last name of the person to write to, at most 60 characters.</param>
/// <param name="Company">The company's name, at most 150 characters.</param>
/// <param name="Country">The company's country, an ISO 3166-1 alpha-2 code, such as "DE".</param>
/// <param name="Email">Where mail goes: the link to go on with this registration, and later the activation link.</param>
/// <param name="Gateway">The code of the gateway: "stripe", "paypal".</param>
/// <param name="ReturnUrl">Where the gateway's page leads the payer after approving: an absolute http or https address.</param>
/// <param name="CancelUrl">Where the gateway's page leads the payer after giving up.</param>
internal sealed record StartRegistrationPaymentMethodInput(
    string Token, string FirstName, string LastName, string Company, string Country, string Email, string Gateway, string ReturnUrl, string CancelUrl);

[Extends<Mutation>]
internal static class StartRegistrationPaymentMethod
{
    /// <summary>
    /// Begins to keep a card or wallet for the deposit, while the step is PAYMENT. Let the payer enter it in the gateway's form, or approve it on
    /// `approvalUrl`; then call `submitRegistrationPayment` with `id` as the token of the payment method. Nothing is charged before that, and the
    /// tier can still be changed. Calling this again begins another one: at most 10 times an hour for a registration, and 20 times from one address.
    /// A link to go on with is mailed at once.
    /// </summary>
    [AllowAnonymous]
    [SavesInSteps]
    [Throws<UnknownRegistration>]
    [Throws<OutOfStep>]
    [Throws<RegistrationClosed>]
    [Throws<InvalidInput>]
    [Throws<TierChanged>]
    [Throws<TooManyTries>]
    [Throws<PaymentMethodRefused>]
    [Throws<GatewayNotConfigured>]
    [Throws<GatewayUnavailable>]
    [Throws<SignedInElsewhere>]
    public static async Task<StartedPaymentMethod> StartRegistrationPaymentMethodAsync(
        StartRegistrationPaymentMethodInput input, DepositPayment payment, IPayments payments, IUnitOfWork unit, CancellationToken cancellation)
    {
        var payer = Payer.Checked(input.FirstName, input.LastName, input.Company, input.Country, input.Email);
        var registration = await unit.CommitAsync(() => payment.PrepareMethodAsync(input.Token, payer, cancellation), cancellation);
        if (registration.Step == RegistrationStep.ChooseDeposit) throw new TierChanged(registration.TierName);
        try
        {
            return await payments.StartMethodAsync(registration.ResellerId!.Value, input.Gateway, input.ReturnUrl, input.CancelUrl, cancellation);
        }
        catch (DomainError)
        {
            await unit.CommitAsync(() => payment.ForgetMethodAsync(input.Token, cancellation), cancellation);
            throw;
        }
    }
}
