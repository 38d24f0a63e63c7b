namespace Cln.Contracts;

/// <summary>The people who sign in. Fulfilled by the host.</summary>
/// <remarks>Called in the caller's transaction. Whether somebody may sign in also depends on <see cref="Reseller.State"/>.</remarks>
public interface IAccounts
{
    /// <summary>Gives a reseller its first user, with the role "admin", and sets the reseller's login.</summary>
    /// <exception cref="LoginTaken">Somebody has this login.</exception>
    /// <exception cref="WeakPassword">The password doesn't meet the rules, which the message tells.</exception>
    /// <exception cref="InvalidInput">The login or the email has the wrong form.</exception>
    Task AddOwnerAsync(Reseller reseller, string login, string email, string password, CancellationToken cancellation);

    /// <summary>The reseller's first user, as the API shows it.</summary>
    Task<Viewer> OwnerAsync(Reseller reseller, CancellationToken cancellation);
}

/// <summary>The person or program that is signed in.</summary>
/// <param name="Login">What it signs in with.</param>
/// <param name="Email">Where mail for this person goes.</param>
/// <param name="Role">ADMIN, BILLING, SERVERS_AND_LICENSES, SERVERS, BILLING_READ_ONLY, SERVERS_READ_ONLY or OPERATOR.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Reseller">The account it belongs to; null for operators.</param>
public sealed record Viewer(string Login, string Email, string Role, IReadOnlyList<string> Scopes, Reseller? Reseller);

/// <summary>Somebody has this login already: choose another.</summary>
public sealed class LoginTaken(string login) : DomainError("LOGIN_TAKEN", $"The login \"{login}\" is taken. Choose another.");

/// <summary>The password is too easy to guess.</summary>
public sealed class WeakPassword(string rules) : DomainError("WEAK_PASSWORD", rules);
