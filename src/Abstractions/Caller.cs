using System.Net;

namespace Cln;

/// <summary>Who is asking: a user with a session, an API token, a machine, nobody yet, or the platform itself. One for each request, job and event.</summary>
public sealed class Caller
{
    /// <summary>The reseller whose rows are visible and writable; null for anonymous callers and operators.</summary>
    public long? ResellerId { get; private set; }

    public long? UserId { get; private set; }

    /// <summary>The session that the call came with; null for API tokens and whoever hasn't signed in.</summary>
    public long? SessionId { get; set; }

    /// <summary>The API token that the call came with; null for everybody else. What the call spends is counted for it.</summary>
    public long? TokenId { get; set; }

    /// <summary>The call came with an API token that may send trusted documents only.</summary>
    public bool TrustedOnly { get; set; }

    /// <summary>True for operators and the platform's own work: no tenant filter applies.</summary>
    public bool SeesEverything { get; private set; }

    public IReadOnlySet<string> Scopes { get; private set; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The address that the request came from, behind trusted proxies.</summary>
    public IPAddress? Address { get; set; }

    /// <summary>Names the request in logs, traces and the audit log.</summary>
    public string? RequestId { get; set; }

    /// <summary>Names the caller in idempotency records and audit rows: <c>user:7</c>, <c>token:3</c>, <c>anonymous</c>, <c>platform</c>.</summary>
    public string Principal { get; private set; } = "anonymous";

    public bool IsAnonymous => UserId is null && !SeesEverything && ResellerId is null;

    public bool Has(string scope) => Scopes.Contains(scope);

    /// <summary>The reseller that this caller acts for.</summary>
    /// <exception cref="DomainError">NO_RESELLER: the caller is an operator or anonymous, and the field is about one's own account.</exception>
    public long RequireReseller() => ResellerId ?? throw new NoReseller();

    public void SignIn(string principal, long? userId, long? resellerId, IEnumerable<string> scopes)
    {
        Principal = principal;
        SessionId = null;
        TokenId = null;
        TrustedOnly = false;
        UserId = userId;
        ResellerId = resellerId;
        Scopes = scopes.ToHashSet(StringComparer.Ordinal);
        SeesEverything = Scopes.Contains(Cln.Scopes.Operator);
    }

    /// <summary>Makes this caller the same as another one, in a scope of its own.</summary>
    public void Follow(Caller other)
    {
        Principal = other.Principal;
        UserId = other.UserId;
        SessionId = other.SessionId;
        TokenId = other.TokenId;
        TrustedOnly = other.TrustedOnly;
        ResellerId = other.ResellerId;
        Scopes = other.Scopes;
        SeesEverything = other.SeesEverything;
        Address = other.Address;
        RequestId = other.RequestId;
    }

    /// <summary>Makes this caller the platform itself: jobs, event handlers and start-up work.</summary>
    public void BecomePlatform()
    {
        Principal = "platform";
        SeesEverything = true;
    }

    /// <summary>Lets the rest of this request act for a reseller, after a credential other than a sign-in has proved the right to: a machine's address, key or secret, or a registration's token.</summary>
    /// <exception cref="SignedInElsewhere">SIGNED_IN_ELSEWHERE: the caller is signed in to another reseller's account, and its rights must not reach this one.</exception>
    public void ActFor(long resellerId)
    {
        if (Principal != "machine" && ResellerId is { } own && own != resellerId) throw new SignedInElsewhere();
        ResellerId = resellerId;
        if (Principal == "anonymous") Principal = "machine";
    }
}

/// <summary>This field is about the caller's own reseller account, and the caller has none.</summary>
public sealed class NoReseller() : DomainError("NO_RESELLER", "You are not signed in as a reseller: this field is about one's own account.");

/// <summary>The credential that was sent belongs to another account than the one that the caller is signed in to.</summary>
public sealed class SignedInElsewhere()
    : DomainError("SIGNED_IN_ELSEWHERE", "You are signed in to another account than the one that this credential is for. Send this call without a session or API token.");
