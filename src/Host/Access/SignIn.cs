using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Cln.Host.Events;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Access;

/// <param name="Login">The login; the email address works too when only one person has it.</param>
/// <param name="Password">The password.</param>
/// <param name="Code">The second factor's code, for users who have switched one on.</param>
internal sealed record SignInInput(string Login, string Password, string? Code = null);

/// <summary>The login, the password or both are wrong, or the user may not sign in at the moment: one answer for all of these.</summary>
internal sealed class SignInRefused() : DomainError(ItsCode, "That login and password don't go together, or this user can't sign in now. After several failures wait five minutes.")
{
    public const string ItsCode = "SIGN_IN_REFUSED";
}

[Extends<Mutation>]
internal static class SignIn
{
    /// <summary>Signs in with a login and a password. The answer has a session token, and sets it as a cookie too. An unknown login and a wrong password get the same answer.</summary>
    [AllowAnonymous, SavesInSteps, OncePerRequest, Throws<SignInRefused>]
    public static async Task<NewSession> SignInAsync(SignInInput input, Credentials credentials, SessionCookie cookie, Caller caller, CancellationToken cancellation)
    {
        var session = await credentials.SignInAsync(input.Login, input.Password, caller.Address?.ToString(), cancellation) ?? throw new SignInRefused();
        cookie.Set(session.Token, session.ExpiresAt);
        return session;
    }
}

/// <summary>Checks passwords on the platform's behalf, since whoever signs in is nobody yet.</summary>
internal sealed class Credentials(IServiceScopeFactory scopes, TimeProvider time)
{
    private static string? decoy;

    /// <summary>A new session; null when the credentials don't fit, in the same time whatever it is that doesn't.</summary>
    public async Task<NewSession?> SignInAsync(string login, string password, string? address, CancellationToken cancellation)
    {
        await using var scope = scopes.CreatePlatformScope();
        var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var audit = scope.ServiceProvider.GetRequiredService<IAudit>();
        return await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(
            async () =>
            {
                var user = await FindAsync(db, users, login, cancellation);
                if (user is not null) audit.About(user.ResellerId, nameof(User), user.Id);
                if (await FitsAsync(users, user, password))
                {
                    var reseller = await db.Resellers.FirstOrDefaultAsync(row => row.Id == user!.ResellerId, cancellation);
                    if (reseller is { State: ResellerState.Active } || user!.Role == Role.Operator) return Open(db, user!, reseller, address);
                }

                audit.Refuse(SignInRefused.ItsCode);
                return null;
            },
            cancellation);
    }

    private static async Task<User?> FindAsync(ClnDbContext db, UserManager<User> users, string login, CancellationToken cancellation)
    {
        var name = users.NormalizeName(login);
        var email = users.NormalizeEmail(login);
        if (await db.Users.FirstOrDefaultAsync(user => user.NormalizedUserName == name, cancellation) is { } byLogin) return byLogin;
        var byEmail = await db.Users.Where(user => user.NormalizedEmail == email).OrderBy(user => user.Id).Take(2).ToListAsync(cancellation);
        return byEmail is [var only] ? only : null;
    }

    private static async Task<bool> FitsAsync(UserManager<User> users, User? user, string password)
    {
        if (user?.PasswordHash is null)
        {
            var nobody = new User { ResellerId = 0, Role = Role.ServersReadOnly, CreatedAt = default };
            decoy ??= users.PasswordHasher.HashPassword(nobody, "a password that nobody has");
            users.PasswordHasher.VerifyHashedPassword(nobody, decoy, password);
            return false;
        }

        // The password is hashed for a locked user too, so that time doesn't tell.
        var fits = await users.CheckPasswordAsync(user, password);
        if (await users.IsLockedOutAsync(user)) return false;
        await (fits ? users.ResetAccessFailedCountAsync(user) : users.AccessFailedAsync(user));
        return fits;
    }

    private NewSession Open(ClnDbContext db, User user, Reseller? reseller, string? address)
    {
        var token = Secret.New(Secret.SessionPrefix);
        var now = time.GetUtcNow();
        db.Sessions.Add(new Session { ResellerId = user.ResellerId, UserId = user.Id, SecretHash = Secret.Hash(token), CreatedAt = now, ExpiresAt = now + Session.Lifetime, Address = address });
        return new(token, now + Session.Lifetime, Accounts.View(user, reseller));
    }
}
