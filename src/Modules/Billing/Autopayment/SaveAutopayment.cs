using Cln.Contracts;
using Cln.Data;
using Cln.Graph;

namespace Cln.Billing;

/// <summary>How the balance is to be kept up.</summary>
/// <param name="Type">What to do when the balance gets low.</param>
/// <param name="Amount">For AUTO_ADD_FUNDS the balance to fill up to: at least threshold and minimum together. Leave it out for the other types.</param>
internal sealed record SaveAutopaymentInput(AutopaymentType Type, Money? Amount = null);

[Extends<Mutation>]
internal static class SaveAutopayment
{
    /// <summary>
    /// Chooses how the balance is kept up. With AUTO_ADD_FUNDS or AUTO_REPAY and a current payment method you may buy on credit, up to the
    /// installation's limit. What an autopayment charges is not counted for an API token, so a token that has a limit of what it spends in a day
    /// can't change this.
    /// </summary>
    [Scope(Scopes.BillingWrite)]
    [Throws<InvalidInput>, Throws<TokenIsLimited>]
    public static async Task<Autopayment> SaveAutopaymentAsync(
        SaveAutopaymentInput input, Caller caller, ITokenLimits limits, BillingSettings settings, ClnDbContext db, TimeProvider clock, CancellationToken cancellation)
    {
        await limits.RefuseLimitedAsync(cancellation);
        Autopayment.Check(input.Type, input.Amount, settings);
        var autopayment = await Autopayment.ForChangeAsync(db, caller.RequireReseller(), cancellation);
        autopayment.Choose(input.Type, input.Amount);
        autopayment.Renew(clock.GetUtcNow());
        return autopayment;
    }
}
