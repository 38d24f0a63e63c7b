using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Cln.Host.Access.Factors;
using Cln.Host.Events;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Access;

/// <param name="Login">The login; the email address works too when only one person has it.</param>
/// <param name="Password">The password.</param>
/// <param name="Code">For users who have two-factor switched on: the six digits that their authenticator app shows, or one of their recovery codes.</param>
internal sealed record SignInInput(string Login, string Password, string? Code = null);

/// <summary>The login, the password or both are wrong, or the user may not sign in at the moment: one answer for all of these.</summary>
internal sealed class SignInRefused() : DomainError("SIGN_IN_REFUSED", "That login and password don't go together, or this user can't sign in now. After several failures wait a quarter of an hour, or choose a new password by mail.");

[Extends<Mutation>]
internal static class SignIn
{
    /// <summary>
    /// Signs in with a login and a password, and a code where two-factor is on. The answer has a session token, and sets it as a cookie too. An unknown login and a
    /// wrong password get the same answer. After 10 failures within a quarter of an hour a login can't be signed in from that network until it is over; after 50, no login can.
    /// </summary>
    [AllowAnonymous, SavesInSteps, OncePerRequest, Throws<SignInRefused>, Throws<SecondFactorRequired>, Throws<SecondFactorRefused>, Throws<TooManySignIns>]
    public static async Task<NewSession> SignInAsync(SignInInput input, IServiceScopeFactory scopes, Whereabouts from, SessionCookie cookie, CancellationToken cancellation)
    {
        await using var scope = scopes.CreatePlatformScope();
        var credentials = scope.ServiceProvider.GetRequiredService<Credentials>();
        var session = (await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(() => credentials.SignInAsync(input, from, cancellation), cancellation)).OrThrow();
        cookie.Set(session.Token, session.ExpiresAt);
        return session;
    }
}

/// <summary>Checks what people sign in with, on the platform's behalf, since whoever signs in is nobody yet.</summary>
internal sealed class Credentials(ClnDbContext db, UserManager<User> users, Passwords passwords, SecondFactors factors, SignInTries tries, Sessions sessions, IAudit audit)
{
    public async Task<Verdict<NewSession>> SignInAsync(SignInInput input, Whereabouts from, CancellationToken cancellation)
    {
        await tries.CountAsync(from.Network, cancellation);
        var user = await FindAsync(input.Login, cancellation);
        if (user is not null) audit.About(user.ResellerId, nameof(User), user.Id);
        var locked = user is not null && await tries.CountAsync(user, from.Network, cancellation) is not null;

        // The password is hashed for a locked user too, so that time doesn't tell.
        if (!passwords.Fits(user, input.Password) || locked) return Refuse(new SignInRefused());
        if (user!.TwoFactorEnabled && string.IsNullOrWhiteSpace(input.Code))
        {
            await tries.GiveBackAsync(user, from.Network, cancellation);
            return Refuse(new SecondFactorRequired());
        }

        if (user.TwoFactorEnabled && !await factors.AcceptAsync(user, input.Code!, cancellation)) return Refuse(new SecondFactorRefused());
        if (await sessions.OpenAsync(user, user.TwoFactorEnabled, from, cancellation) is not { } session) return Refuse(new SignInRefused());
        await tries.GiveBackAsync(user, from.Network, cancellation);
        await tries.WelcomeAsync(user, from.Network, cancellation);
        return session;
    }

    private async Task<User?> FindAsync(string login, CancellationToken cancellation)
    {
        var name = users.NormalizeName(login);
        var email = users.NormalizeEmail(login);
        if (await db.Users.FirstOrDefaultAsync(user => user.NormalizedUserName == name, cancellation) is { } byLogin) return byLogin;
        var byEmail = await db.Users.Where(user => user.NormalizedEmail == email).OrderBy(user => user.Id).Take(2).ToListAsync(cancellation);
        return byEmail is [var only] ? only : null;
    }

    private DomainError Refuse(DomainError refusal)
    {
        audit.Refuse(refusal.Code);
        return refusal;
    }
}
