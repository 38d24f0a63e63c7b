using Cln.Contracts;
using Cln.Data;

namespace Cln.Host.Access;

/// <summary>The vendor's own staff. They are made by the host's command line, <c>bin/host operator LOGIN EMAIL</c>, and not through the API.</summary>
internal static class Operators
{
    /// <summary>Adds an operator who has no password yet.</summary>
    /// <returns>The link by which the operator chooses one.</returns>
    /// <exception cref="DomainError">The login is taken, or the login or the email has the wrong form.</exception>
    public static async Task<string> InviteAsync(IServiceProvider platform, string login, string email, CancellationToken cancellation)
    {
        var links = platform.GetRequiredService<PasswordLinks>();
        return await AddAsync(platform, login, email, (user, _) => Task.FromResult(links.Stage(user, PasswordReset.InvitationLifetime)), cancellation);
    }

    /// <summary>Adds an operator with a password, as development and tests do.</summary>
    public static Task AddAsync(IServiceProvider platform, string login, string email, string password, CancellationToken cancellation) =>
        AddAsync(
            platform, login, email,
            async (user, accounts) =>
            {
                await accounts.SetPasswordAsync(user, password);
                user.AcceptedAt = user.CreatedAt;
                return true;
            },
            cancellation);

    private static Task<T> AddAsync<T>(IServiceProvider platform, string login, string email, Func<User, Accounts, Task<T>> finish, CancellationToken cancellation)
    {
        var accounts = platform.GetRequiredService<Accounts>();
        var db = platform.GetRequiredService<ClnDbContext>();
        return platform.GetRequiredService<IUnitOfWork>().CommitAsync(
            async () =>
            {
                var user = await accounts.NewAsync(resellerId: 0, login, email, Role.Operator, cancellation);
                db.Users.Add(user);
                await db.SaveChangesAsync(cancellation);
                await platform.GetRequiredService<IAudit>().WriteAsync(resellerId: 0, "addOperator", $"{user.Login}, user:{user.Id}", cancellation);
                return await finish(user, accounts);
            },
            cancellation);
    }
}
