using Cln.Graph;

namespace Cln.Billing;

/// <summary>Which card or wallet to charge from now on.</summary>
/// <param name="Id">The payment method.</param>
internal sealed record SetCurrentPaymentMethodInput(Id<PaymentMethod> Id);

[Extends<Mutation>]
internal static class SetCurrentPaymentMethod
{
    /// <summary>Makes a kept card or wallet the one that is charged when nothing else is said, and by autopayments.</summary>
    [Scope(Scopes.BillingWrite)]
    [Throws<NotFound>]
    public static async Task<PaymentMethod> SetCurrentPaymentMethodAsync(
        SetCurrentPaymentMethodInput input, Caller caller, PaymentMethods methods, CancellationToken cancellation)
    {
        var method = await methods.FindForChangeAsync(caller.RequireReseller(), input.Id.Value, cancellation);
        await methods.MakeCurrentAsync(method, cancellation);
        return method;
    }
}
