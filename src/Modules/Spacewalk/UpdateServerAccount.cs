using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Spacewalk;

/// <summary>What is left out stays as it is. The login can't be changed.</summary>
/// <param name="Id">The account.</param>
/// <param name="FirstName">First name of the person whose account it is.</param>
/// <param name="LastName">Last name of the person whose account it is.</param>
/// <param name="Company">The company whose account it is.</param>
/// <param name="Email">The address of the person whose account it is.</param>
/// <param name="Limit">How many servers can be registered at one time, 0 to 10,000, and not fewer than are registered.</param>
/// <param name="IdempotencyKey">Your name for this call: sent again with the same key, it changes nothing more and answers the same.</param>
internal sealed record UpdateServerAccountInput(Id<ServerAccount> Id, string? FirstName, string? LastName, string? Company, string? Email, int? Limit, IdempotencyKey? IdempotencyKey = null);

[Extends<Mutation>]
internal static class UpdateServerAccount
{
    /// <summary>
    /// Changes a server account. A higher limit is charged for the days left in this month, today included; a lower one is credited for the
    /// whole days after today. While the account is suspended nothing is charged: the limit of then is, when it is restored.
    /// </summary>
    [Scope(Scopes.LicensesWrite)]
    [Throws<NotFound>, Throws<InvalidInput>, Throws<LimitBelowUse>, Throws<InsufficientFunds>, Throws<TokenLimitExceeded>, Throws<TokenProductNotAllowed>]
    public static async Task<ServerAccount> UpdateServerAccountAsync(UpdateServerAccountInput input, ClnDbContext db, ICharging charging, CancellationToken cancellation)
    {
        var account = await db.HoldAccountAsync(input.Id.Value, cancellation);
        if (input.FirstName is { } firstName) account.FirstName = Entry.Line("firstName", firstName);
        if (input.LastName is { } lastName) account.LastName = Entry.Line("lastName", lastName);
        if (input.Company is { } company) account.Company = Entry.Line("company", company);
        if (input.Email is { } email) account.Email = Entry.Email("email", email);
        if (input.Limit is { } limit)
        {
            account.SetLimit(limit, await db.ServersOf(account).CountAsync(cancellation));
            if (account.SuspendedAt is null) await charging.SetAsync(account.Licences(limit), cancellation);
        }

        db.Tell(() => new ServerAccountUpdated(account.ResellerId, account.Id));
        return account;
    }
}
