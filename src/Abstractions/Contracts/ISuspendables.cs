namespace Cln.Contracts;

/// <summary>
/// What a reseller runs that can be suspended while it isn't paid. Every module that sells such things brings one; Billing decides which of
/// them are suspended and when, and charges accordingly.
/// </summary>
/// <remarks>Called in the caller's transaction, behind the lock on the reseller's books: it stages and never saves, and moves no money.</remarks>
public interface ISuspendables
{
    /// <summary>Everything of this kind that the reseller has, suspended or not.</summary>
    Task<IReadOnlyList<Suspendable>> OfAsync(long resellerId, CancellationToken cancellation);

    /// <summary>From now on these admit no server. What is registered stays so, and is refused until they are restored.</summary>
    Task SuspendAsync(long resellerId, IReadOnlyCollection<long> ids, CancellationToken cancellation);

    /// <summary>From now on these are what they were.</summary>
    Task RestoreAsync(long resellerId, IReadOnlyCollection<long> ids, CancellationToken cancellation);
}

/// <summary>Something that can be suspended.</summary>
/// <param name="Id">Its module's own id of it.</param>
/// <param name="Title">What its owner recognises it by, such as "KernelCare, 192.0.2.10".</param>
/// <param name="Running">What is charged for it while it isn't suspended. The key names it in a reseller's order of suspension.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="SuspendedAt">Since when it is suspended; null when it isn't.</param>
public sealed record Suspendable(long Id, string Title, Chargeable Running, DateTimeOffset CreatedAt, DateTimeOffset? SuspendedAt);

/// <summary>What would admit this server is suspended. It admits it again as soon as it is restored.</summary>
/// <param name="what">What is suspended.</param>
public sealed class LicenseSuspended(string what)
    : DomainError(LicenseSuspended.Name, $"{what} is suspended at the moment. It works again by itself as soon as it is restored.")
{
    /// <summary>The code, which check-ins are answered with too.</summary>
    public const string Name = "LICENSE_SUSPENDED";
}
