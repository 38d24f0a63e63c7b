namespace Cln.Events;

/// <summary>A reseller's registration is complete and confirmed: people can sign in.</summary>
public sealed record ResellerActivated(long ResellerId) : DomainEvent(ResellerId)
{
    public override (Type Type, long Id)? Subject => About<Reseller>(ResellerId);
}

/// <summary>A posting moved a reseller's balance.</summary>
/// <param name="ResellerId">Whose.</param>
/// <param name="Version">Grows by one with each posting.</param>
/// <param name="Amount">The whole balance after it, never a difference.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="At">When it was posted.</param>
public sealed record BalanceChanged(long ResellerId, long Version, Money Amount, string Currency, DateTimeOffset At) : DomainEvent(ResellerId);

/// <summary>A server has registered for the first time.</summary>
public sealed record ServerRegistered(long ResellerId, long ServerId) : DomainEvent(ResellerId)
{
    public override (Type Type, long Id)? Subject => About<Server>(ServerId);
}

/// <summary>A registered server has checked in.</summary>
[Frequent]
public sealed record ServerCheckedIn(long ResellerId, long ServerId) : DomainEvent(ResellerId)
{
    public override (Type Type, long Id)? Subject => About<Server>(ServerId);
}

/// <summary>A server is not registered any more.</summary>
public sealed record ServerUnregistered(long ResellerId, long ServerId, string Hostname) : DomainEvent(ResellerId);
