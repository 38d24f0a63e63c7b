using Cln.Contracts;
using Cln.Graph;

namespace Cln.Billing;

/// <summary>A tier as it is to be.</summary>
/// <param name="Tier">The code of a tier of the price list, such as "gold". It stays.</param>
/// <param name="Name">The name for people, at most 64 characters.</param>
/// <param name="Deposit">What is paid in at registration, and is then the first balance: no less than the smallest payment, and no more than the largest.</param>
internal sealed record UpdateTierInput(string Tier, string Name, Money Deposit);

[Extends<Mutation>]
internal static class UpdateTier
{
    private const int Longest = 64;

    /// <summary>
    /// For operators: changes a tier's name and its initial deposit, at once for whoever chooses from now on. A deposit that has been submitted stays as it was chosen; a
    /// registration that hasn't come so far is asked to choose again when the deposit has changed. Nothing changes for accounts that are there.
    /// </summary>
    [Scope(Scopes.Operator)]
    [Throws<UnknownTier>, Throws<InvalidInput>]
    public static async Task<Tier> UpdateTierAsync(UpdateTierInput input, PriceList list, BillingSettings settings, IAudit audit, CancellationToken cancellation)
    {
        var name = input.Name.Trim();
        if (name.Length is 0 or > Longest || name.Any(char.IsControl)) throw new InvalidInput("name", $"is one line of 1 to {Longest} characters.");
        if (input.Deposit < settings.MinimumPayment || input.Deposit > settings.MaximumPayment)
            throw new InvalidInput("deposit", $"is {settings.MinimumPayment} to {settings.MaximumPayment}, as it is paid at once.");

        var tier = await list.LockAsync(input.Tier, cancellation);
        (tier.Name, tier.Deposit) = (name, input.Deposit);
        audit.Explain(resellerId: 0, $"{tier.Code}: {tier.Deposit}, {name[..Math.Min(name.Length, 32)]}", reason: null);
        return new(tier.Code, tier.Name, tier.Deposit);
    }
}
