using Cln.Events;

namespace Cln.Spacewalk;

/// <summary>A server account was added.</summary>
internal sealed record ServerAccountAdded(long ResellerId, long ServerAccountId) : DomainEvent(ResellerId)
{
    public override (Type Type, long Id)? Subject => About<ServerAccount>(ServerAccountId);
}

/// <summary>A server account's person, company or limit was changed.</summary>
internal sealed record ServerAccountUpdated(long ResellerId, long ServerAccountId) : DomainEvent(ResellerId)
{
    public override (Type Type, long Id)? Subject => About<ServerAccount>(ServerAccountId);
}

/// <summary>A server account was removed, and with it its keys.</summary>
internal sealed record ServerAccountRemoved(long ResellerId, string Login) : DomainEvent(ResellerId);

/// <summary>A server account was suspended, because its reseller's account was not paid.</summary>
internal sealed record ServerAccountSuspended(long ResellerId, long ServerAccountId) : DomainEvent(ResellerId)
{
    public override (Type Type, long Id)? Subject => About<ServerAccount>(ServerAccountId);
}

/// <summary>A suspended server account runs again.</summary>
internal sealed record ServerAccountRestored(long ResellerId, long ServerAccountId) : DomainEvent(ResellerId)
{
    public override (Type Type, long Id)? Subject => About<ServerAccount>(ServerAccountId);
}

/// <summary>A key was created: servers can register with it.</summary>
internal sealed record KeyCreated(long ResellerId, long KeyId) : DomainEvent(ResellerId)
{
    public override (Type Type, long Id)? Subject => About<Key>(KeyId);
}

/// <summary>A key was removed: nobody can register with it any more.</summary>
internal sealed record KeyRemoved(long ResellerId, string Token) : DomainEvent(ResellerId);
