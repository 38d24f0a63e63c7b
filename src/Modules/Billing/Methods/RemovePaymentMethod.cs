using Cln.Data;
using Cln.Graph;

namespace Cln.Billing;

/// <summary>A card or wallet to forget.</summary>
/// <param name="Id">The payment method.</param>
internal sealed record RemovePaymentMethodInput(Id<PaymentMethod> Id);

[Extends<Mutation>]
internal static class RemovePaymentMethod
{
    /// <summary>Forgets a card or wallet, here and with its gateway. When it was the current one, the next in your list becomes current.</summary>
    [Scope(Scopes.BillingWrite), SavesInSteps]
    [Throws<NotFound>]
    public static async Task<PaymentMethod> RemovePaymentMethodAsync(
        RemovePaymentMethodInput input, Caller caller, Gateways gateways, PaymentMethods methods, IUnitOfWork unit, CancellationToken cancellation)
    {
        var removed = await unit.CommitAsync(
            async () =>
            {
                var method = await methods.FindForChangeAsync(caller.RequireReseller(), input.Id.Value, cancellation);
                await methods.RemoveAsync(method, cancellation);
                return method;
            },
            cancellation);
        await gateways.ForgetAsync(removed.Gateway, removed.Reference, cancellation);
        return removed;
    }
}
