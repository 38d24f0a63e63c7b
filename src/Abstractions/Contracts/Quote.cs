using Cln.Graph;

namespace Cln.Contracts;

/// <summary>What a change would cost if it were made now, reckoned as it would be charged. Asking changes nothing.</summary>
public sealed class Quote(Money total, Money monthly, DomainError? error)
{
    /// <summary>What would be charged at once, for the days left in this month; negative for what would come back. 0.00 where it would be refused.</summary>
    [Scope(Scopes.PricesRead)]
    public Money Total => total;

    /// <summary>How much more every whole month costs afterwards; negative for less.</summary>
    [Scope(Scopes.PricesRead)]
    public Money Monthly => monthly;

    /// <summary>Why it would be refused; null when it wouldn't. An API token's own limits aren't looked at.</summary>
    public DomainError? Error => error;
}
