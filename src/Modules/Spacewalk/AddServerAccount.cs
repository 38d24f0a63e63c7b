using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Spacewalk;

/// <param name="Login">1 to 40 of the characters a-z, 0-9, ".", "_" and "-", with the prefix "IPR-&lt;your number&gt;-" or without it.</param>
/// <param name="FirstName">First name of the person whose account it will be.</param>
/// <param name="LastName">Last name of the person whose account it will be.</param>
/// <param name="Company">The company whose account it will be.</param>
/// <param name="Email">The address of the person whose account it will be.</param>
/// <param name="Limit">How many servers can be registered at one time, 0 to 10,000. This many licences are charged, used or not.</param>
/// <param name="IdempotencyKey">Your name for this call: sent again with the same key, it adds nothing and answers the same.</param>
internal sealed record AddServerAccountInput(string Login, string FirstName, string LastName, string Company, string Email, int Limit, IdempotencyKey? IdempotencyKey);

/// <summary>You have a server account with this login already.</summary>
internal sealed class ServerAccountLoginTaken(string login) : DomainError("SERVER_ACCOUNT_LOGIN_TAKEN", $"You have a server account {login} already. Choose another login.");

[Extends<Mutation>]
internal static class AddServerAccount
{
    /// <summary>Adds a server account and charges its limit, for the days left in this month, today included.</summary>
    [Scope(Scopes.LicensesWrite)]
    [Throws<InvalidInput>, Throws<ServerAccountLoginTaken>, Throws<InsufficientFunds>, Throws<TokenLimitExceeded>, Throws<TokenProductNotAllowed>]
    public static async Task<ServerAccount> AddServerAccountAsync(AddServerAccountInput input, Caller caller, ClnDbContext db, ICharging charging, TimeProvider time, CancellationToken cancellation)
    {
        var resellerId = caller.RequireReseller();
        var reseller = await db.Resellers.SingleAsync(own => own.Id == resellerId, cancellation);
        var account = new ServerAccount
        {
            ResellerId = reseller.Id,
            Login = AccountLogin.Parse(reseller.Number, input.Login),
            FirstName = Entry.Line("firstName", input.FirstName),
            LastName = Entry.Line("lastName", input.LastName),
            Company = Entry.Line("company", input.Company),
            Email = Entry.Email("email", input.Email),
            CreatedAt = time.GetUtcNow(),
        };
        account.SetLimit(input.Limit, used: 0);
        if (await db.ServerAccounts.AnyAsync(other => other.Login == account.Login, cancellation)) throw new ServerAccountLoginTaken(account.Login);

        db.Add(account);
        await charging.SetAsync(account.Licences(account.Limit), cancellation);
        db.Tell(() => new ServerAccountAdded(account.ResellerId, account.Id));
        return account;
    }
}
