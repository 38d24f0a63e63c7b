using Cln.Contracts;
using Cln.Data;
using Cln.Graph;

namespace Cln.Billing;

/// <summary>A card or wallet to keep.</summary>
/// <param name="Gateway">The code of the gateway: "sandbox", "stripe", "paypal".</param>
/// <param name="Token">What the gateway's own form made of the card; never a card number. The sandbox takes Stripe's test tokens, such as "pm_card_visa".</param>
/// <param name="MakeCurrent">Charge it from now on when nothing else is said. The first one is current in any case.</param>
/// <param name="IdempotencyKey">A name for this call, so that sending it again doesn't add the card again.</param>
internal sealed record AddPaymentMethodInput(string Gateway, string Token, bool MakeCurrent = false, IdempotencyKey? IdempotencyKey = null);

[Extends<Mutation>]
internal static class AddPaymentMethod
{
    /// <summary>Keeps a card or wallet with its gateway, at the end of your list.</summary>
    [Scope(Scopes.BillingWrite), SavesInSteps]
    [Throws<GatewayNotConfigured>, Throws<PaymentMethodRefused>, Throws<GatewayUnavailable>, Throws<TooManyPaymentMethods>]
    public static async Task<PaymentMethod> AddPaymentMethodAsync(
        AddPaymentMethodInput input, Caller caller, Gateways gateways, PaymentMethods methods, IUnitOfWork unit, CancellationToken cancellation)
    {
        var resellerId = caller.RequireReseller();
        var kept = await gateways.KeepAsync(input.Gateway, new(resellerId, input.Token), cancellation);
        return await unit.CommitAsync(
            async () =>
            {
                var added = await methods.AddAsync(resellerId, input.Gateway, kept, cancellation);
                if (input.MakeCurrent || await methods.CurrentAsync(resellerId, cancellation) is null) await methods.MakeCurrentAsync(added, cancellation);
                return added;
            },
            cancellation);
    }
}
