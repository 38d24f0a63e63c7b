using Cln.Contracts;
using Cln.Graph;

namespace Cln.Billing;

/// <summary>The order of your payment methods.</summary>
/// <param name="Ids">All of your payment methods, each once.</param>
internal sealed record SetPaymentMethodOrderInput(IReadOnlyList<Id<PaymentMethod>> Ids);

[Extends<Mutation>]
internal static class SetPaymentMethodOrder
{
    /// <summary>
    /// Puts your cards and wallets in another order. Autopayments begin with the current one, and when that can't be charged go on with the next
    /// in this order, round to the one before it. The current one stays current.
    /// </summary>
    [Scope(Scopes.BillingWrite)]
    [Throws<NotFound>, Throws<InvalidInput>]
    public static async Task<IReadOnlyList<PaymentMethod>> SetPaymentMethodOrderAsync(
        SetPaymentMethodOrderInput input, Caller caller, PaymentMethods methods, CancellationToken cancellation) =>
        await methods.OrderAsync(caller.RequireReseller(), [.. input.Ids.Select(id => id.Value)], cancellation);
}
