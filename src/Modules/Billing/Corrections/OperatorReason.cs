namespace Cln.Billing;

/// <summary>Why an operator does something about a reseller's money. It stands in the audit log's entry of the deed.</summary>
internal static class OperatorReason
{
    public const int Shortest = 3;

    /// <summary>What statements have room for.</summary>
    public const int Longest = 150;

    /// <exception cref="InvalidInput">The reason is too short to be one, or too long.</exception>
    public static void Check(string reason)
    {
        if (reason.Trim().Length < Shortest || reason.Length > Longest)
            throw new InvalidInput("reason", $"says in {Shortest} to {Longest} characters why you do this.");
    }
}
