namespace Cln.Contracts;

/// <summary>The registered servers. Fulfilled by the module Servers; entities are read as <c>db.Servers</c>.</summary>
public interface IServers
{
    /// <summary>
    /// Unregisters servers, in the caller's transaction. Their next check-in is refused, with what <see cref="IAdmission.RefusalAsync"/> says
    /// of them; only a server whose address has been licensed again by then is registered again.
    /// </summary>
    void Unregister(IEnumerable<Server> servers);

    /// <summary>
    /// The registration that this server had before it was installed again: same owner and same address, and where a key admits it, same key
    /// and same hostname. It is replaced, so the server doesn't count as one more. Null for a server that is new.
    /// </summary>
    Task<Server?> EarlierAsync(Arrival arrival, Admission admission, CancellationToken cancellation);
}

/// <summary>
/// Decides whether a server may register and stay: IpLicenses by its address, Spacewalk by a key. Every module may bring one; all are asked,
/// in the caller's transaction, with the filter on resellers off, since it is the server that asks.
/// </summary>
public interface IAdmission
{
    /// <summary>Who answers for this server; null when this way of admission doesn't apply to it.</summary>
    /// <exception cref="DomainError">It applies, and the answer is no, with the reason: KEY_UNKNOWN, KEY_LIMIT_REACHED, …</exception>
    Task<Admission?> AdmitAsync(Arrival arrival, CancellationToken cancellation);

    /// <summary>Why a registered server may not go on; null when it may, or when it was another that admitted it.</summary>
    Task<Refusal?> RefusalAsync(Server server, CancellationToken cancellation);

    /// <summary>A server has registered or checked in: note what this module shows of it.</summary>
    Task SeenAsync(Server server, CancellationToken cancellation);
}

/// <summary>A server that wants to register.</summary>
/// <param name="Key">The key that it brings; null when it registers by its address.</param>
/// <param name="Ip">The address that it calls from.</param>
/// <param name="Hostname">What it calls itself.</param>
public sealed record Arrival(string? Key, IpAddress Ip, string Hostname);

/// <summary>A yes to a server.</summary>
/// <param name="ResellerId">Whose server it is from now on.</param>
/// <param name="KeyId">The key that admitted it; null when its address did.</param>
public sealed record Admission(long ResellerId, long? KeyId);

/// <summary>A no to a server that was admitted once.</summary>
/// <param name="Code">For programs, such as LICENSE_REMOVED.</param>
/// <param name="Reason">Which check failed.</param>
/// <param name="NextStep">What to do about it.</param>
public sealed record Refusal(string Code, string Reason, string NextStep);

/// <summary>There is no such key: it was mistyped, or it has been removed.</summary>
public sealed class KeyUnknown() : DomainError("KEY_UNKNOWN", "There is no such key. Check it for typing mistakes; a key that was removed can't be used again.");

/// <summary>Every licence that the key gives access to is taken. Raise the limit of its account, or remove a server that is not used any more.</summary>
/// <param name="account">The login of the account that the key belongs to.</param>
/// <param name="limit">How many servers the account may have.</param>
/// <param name="used">How many it has.</param>
public sealed class KeyLimitReached(string account, int limit, int used)
    : DomainError("KEY_LIMIT_REACHED", $"{used} of the {limit} licences of the key's account, {account}, are taken. Raise its limit, or remove a server that is not used any more.")
{
    /// <summary>How many servers the account may have.</summary>
    public int Limit => limit;

    /// <summary>How many it has.</summary>
    public int Used => used;
}
