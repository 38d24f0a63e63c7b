namespace Cln.Contracts;

/// <summary>The tiers that resellers choose from. Fulfilled by Billing; without it there is one free tier, "standard".</summary>
public interface IPriceList
{
    Task<IReadOnlyList<Tier>> TiersAsync(CancellationToken cancellation);

    async Task<Tier?> FindTierAsync(string code, CancellationToken cancellation) => (await TiersAsync(cancellation)).FirstOrDefault(tier => tier.Code == code);
}

/// <summary>A level of the price list: the initial deposit decides the prices.</summary>
/// <param name="Code">The name for programs: "silver", "gold", "platinum".</param>
/// <param name="Name">The name for people.</param>
/// <param name="Deposit">What is paid in at registration, and is then the first balance.</param>
public sealed record Tier(string Code, string Name, Money Deposit);

/// <summary>There is no such tier on the price list.</summary>
public sealed class UnknownTier(string tier) : DomainError("UNKNOWN_TIER", $"There is no tier \"{tier}\". The field priceList shows those that there are.");
