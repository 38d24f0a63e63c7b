namespace Cln.Contracts;

/// <summary>Charges resellers for what they keep running, by calendar month, UTC. Fulfilled by Billing; without it nothing costs anything.</summary>
/// <remarks>Called in the caller's transaction: it stages and never saves.</remarks>
public interface ICharging
{
    /// <summary>
    /// From today this item runs with this quantity; 0 ends it. More is charged at once for the days left in the month, today included; less is
    /// credited for the whole days after today. A day that is paid already is never paid again, whatever the order of changes.
    /// </summary>
    /// <returns>What was charged; negative for a credit.</returns>
    /// <exception cref="InsufficientFunds">The balance and the credit limit don't cover it. Nothing was changed.</exception>
    Task<Money> SetAsync(Chargeable item, CancellationToken cancellation);

    /// <summary>
    /// The same for any number of things of one reseller, each there once, in order. What the balance or an API token's limit doesn't cover is left
    /// as it was, and what comes after it is set if it fits. Things of one title are one posting of the ledger.
    /// </summary>
    /// <returns>What became of each, in order.</returns>
    Task<IReadOnlyList<Charged>> SetAllAsync(IReadOnlyList<Chargeable> items, CancellationToken cancellation);

    /// <summary>What <see cref="SetAllAsync"/> would answer now, reckoned by the same rule, without doing it and without a lock. An API token's limits aren't asked: only spending counts there.</summary>
    Task<IReadOnlyList<Charged>> QuoteAsync(IReadOnlyList<Chargeable> items, CancellationToken cancellation);

    /// <summary>The monthly price of one unit this month, by price code, for the reseller's tier.</summary>
    Task<IReadOnlyDictionary<string, Money>> PricesAsync(long resellerId, CancellationToken cancellation);
}

/// <summary>Something a reseller keeps running and pays for by the month.</summary>
/// <param name="ResellerId">Who pays.</param>
/// <param name="Key">What it is, the same each time, such as <c>ip/192.0.2.10/KERNELCARE</c>: a day of one key is paid once. At most 120 characters.</param>
/// <param name="PriceCode">A licence type's code, or another code of the price list, such as <see cref="BackupPer10Gb"/>.</param>
/// <param name="Title">What invoices call it, such as "KernelCare". Lines of one title are added up on the month's invoice.</param>
/// <param name="Quantity">How many units run from now on.</param>
public sealed record Chargeable(long ResellerId, string Key, string PriceCode, string Title, int Quantity)
{
    public const string BackupPer10Gb = "BACKUP_10GB";
}

/// <summary>What became of one of several things that were to be charged for.</summary>
/// <param name="Due">What was charged; negative for a credit.</param>
/// <param name="Refused">Why it was left as it was: the funds or an API token's limits. Null when it was set.</param>
public sealed record Charged(Money Due, DomainError? Refused);
