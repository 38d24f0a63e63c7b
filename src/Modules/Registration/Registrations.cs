using Cln.Contracts;
using Cln.Graph;

namespace Cln.Registration;

[Extends<Query>]
internal static class Registrations
{
    /// <summary>The registration that this token opens, to go on with it where it was left; null when it opens none.</summary>
    /// <param name="token">The token from startRegistration, or from the link in a mail.</param>
    [AllowAnonymous]
    public static Task<Registration?> RegistrationAsync(string token, RegistrationsByToken registrations, CancellationToken cancellation) =>
        registrations.FindAsync(token, cancellation);
}

[Extends<Registration>]
internal static class PayerActionOfRegistration
{
    /// <summary>
    /// What the payer has to do before the submitted deposit is taken, such as confirming it to their bank (3-D Secure); null when nothing, or nothing
    /// any more. When it is done the registration goes on by itself within minutes, and at once when `submitRegistrationPayment` is sent again.
    /// </summary>
    public static async Task<PayerAction?> PayerActionAsync(Registration registration, IPayments payments, CancellationToken cancellation) =>
        registration is { Step: RegistrationStep.Payment, PaymentKey: not null, ResellerId: { } resellerId } ? (await payments.FindDepositAsync(resellerId, cancellation)).PayerAction : null;
}
