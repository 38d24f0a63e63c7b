namespace Cln;

/// <summary>A mistake of the caller, told to the caller: a stable code, and a message that says which check failed and what to do. Anything else that is thrown is ours, and masked.</summary>
/// <remarks>A subclass declared by <c>[Throws&lt;T&gt;]</c> becomes a member of the mutation's error union, with its public properties as fields.</remarks>
public abstract class DomainError(string code, string message) : Exception(message)
{
    /// <summary>A stable name of the mistake, for programs.</summary>
    public string Code => code;
}

/// <summary>No such thing, or it isn't yours: the two look alike.</summary>
public sealed class NotFound(string what) : DomainError("NOT_FOUND", $"There is no such {what} on your account.");

/// <summary>An input that is well formed but not acceptable.</summary>
/// <param name="inputField">The input field that failed.</param>
/// <param name="reason">Which check failed and what would pass.</param>
public sealed class InvalidInput(string inputField, string reason) : DomainError("INVALID_INPUT", $"{inputField}: {reason}")
{
    /// <summary>The input field that failed.</summary>
    public string Field => inputField;
}

/// <summary>The deposit doesn't cover what was asked for: top up and try again with a new idempotency key.</summary>
/// <param name="needed">What it would have cost.</param>
/// <param name="available">What could be spent.</param>
public sealed class InsufficientFunds(Money needed, Money available)
    : DomainError("INSUFFICIENT_FUNDS", $"This costs {needed} and {available} can be spent. Top up your balance and try again.")
{
    /// <summary>What it would have cost.</summary>
    public Money Needed => needed;

    /// <summary>What could be spent at that moment.</summary>
    public Money Available => available;
}

/// <summary>A value that isn't of its scalar's form. The code names the scalar: INVALID_MONEY, INVALID_IP_ADDRESS, …</summary>
public sealed class InvalidScalar(string code, string message) : DomainError(code, message);
