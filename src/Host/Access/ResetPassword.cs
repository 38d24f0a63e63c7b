using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Cln.Host.Events;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Access;

/// <summary>Mails links by which people choose a password.</summary>
internal sealed class PasswordLinks(ClnDbContext db, IMail mail, TimeProvider time, IConfiguration configuration)
{
    public void Mail(User user, TimeSpan lifetime, string subject, string introduction) =>
        mail.Stage(new(user.Email!, subject, $"Hello {user.Login},\n\n{introduction}\n\n{Stage(user, lifetime)}\n\nIf you didn't expect this mail you can ignore it."));

    /// <summary>Asks a person who has no password yet to choose one.</summary>
    public void Invite(User user)
    {
        user.InvitedAt = time.GetUtcNow();
        Mail(user, PasswordReset.InvitationLifetime, "You have been invited", "You can now sign in to the licence portal. Choose a password here, within seven days:");
    }

    /// <returns>The link, which works once the transaction has been committed.</returns>
    public string Stage(User user, TimeSpan lifetime)
    {
        var secret = Secret.New("");
        db.PasswordResets.Add(new PasswordReset { ResellerId = user.ResellerId, UserId = user.Id, SecretHash = Secret.Hash(secret), ExpiresAt = time.GetUtcNow() + lifetime });
        return $"{configuration.SiteUrl()}/reset-password?token={secret}";
    }
}

/// <param name="Email">The address of the user.</param>
internal sealed record RequestPasswordResetInput(string Email);

[Extends<Mutation>]
internal static class RequestPasswordReset
{
    private const int MailsAnHour = 3;

    /// <summary>Mails a link to choose a new password, if somebody has this address; at most three times an hour. The answer is always true, so that it tells nobody who is a user.</summary>
    [AllowAnonymous, SavesInSteps, OncePerRequest]
    public static async Task<bool> RequestPasswordResetAsync(RequestPasswordResetInput input, IServiceScopeFactory scopes, CancellationToken cancellation)
    {
        await using var scope = scopes.CreatePlatformScope();
        var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
        var email = scope.ServiceProvider.GetRequiredService<UserManager<User>>().NormalizeEmail(input.Email);
        var links = scope.ServiceProvider.GetRequiredService<PasswordLinks>();
        var tries = scope.ServiceProvider.GetRequiredService<SignInTries>();
        var audit = scope.ServiceProvider.GetRequiredService<IAudit>();
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(
            async () =>
            {
                var known = await db.Users.Where(user => user.NormalizedEmail == email).OrderBy(user => user.Id).Take(5).ToListAsync(cancellation);
                foreach (var user in known)
                {
                    if (await tries.CountAsync($"mails to user {user.Id}", MailsAnHour, TimeSpan.FromHours(1), cancellation) is null)
                        links.Mail(user, PasswordReset.ResetLifetime, "Choose a new password", "Somebody, hopefully you, asked for a new password. Choose it here, within an hour:");
                }

                // People of several accounts may have one address, and no account is told of another's people.
                if (known is [var only]) audit.About(only.ResellerId, nameof(User), only.Id);
            },
            cancellation);
        return true;
    }
}

/// <summary>The link has been used, has expired, or was never given out: ask for a new one.</summary>
internal sealed class ResetLinkInvalid() : DomainError("RESET_LINK_INVALID", "This link has been used, has expired, or was never given out. Ask for a new one.");

/// <param name="Token">The token of the mailed link.</param>
/// <param name="Password">The new password: at least 12 characters.</param>
internal sealed record ResetPasswordInput(string Token, string Password);

[Extends<Mutation>]
internal static class ResetPassword
{
    /// <summary>
    /// Sets the password that a mailed link lets its reader choose, after an invitation too. All sessions of the user end, and so do its other links. It can then sign in from
    /// here, whatever others have tried; where two-factor is on, with a code as before.
    /// </summary>
    [AllowAnonymous, SavesInSteps, OncePerRequest, Throws<ResetLinkInvalid>, Throws<WeakPassword>]
    public static async Task<Viewer> ResetPasswordAsync(ResetPasswordInput input, IServiceScopeFactory scopes, Whereabouts from, CancellationToken cancellation)
    {
        await using var scope = scopes.CreatePlatformScope();
        var link = scope.ServiceProvider.GetRequiredService<FollowedLink>();
        return await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(() => link.SetAsync(input, from, cancellation), cancellation);
    }
}

/// <summary>Sets a password on the platform's behalf, since whoever follows a link is nobody yet.</summary>
internal sealed class FollowedLink(ClnDbContext db, Accounts accounts, SignInTries tries, Sessions sessions, IAudit audit, TimeProvider time)
{
    public async Task<Viewer> SetAsync(ResetPasswordInput input, Whereabouts from, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var hash = Secret.Hash(input.Token);
        var reset = await db.PasswordResets.AsNoTracking().FirstOrDefaultAsync(row => row.SecretHash == hash && row.ExpiresAt > now, cancellation) ?? throw new ResetLinkInvalid();
        var user = await db.Users.SingleAsync(row => row.Id == reset.UserId, cancellation);
        await accounts.SetPasswordAsync(user, input.Password);
        audit.About(user.ResellerId, nameof(User), user.Id);
        user.AcceptedAt ??= now;

        // Whoever deletes the row has used the link; a second one finds none.
        if (await db.PasswordResets.Where(row => row.Id == reset.Id).ExecuteDeleteAsync(cancellation) == 0) throw new ResetLinkInvalid();
        await db.PasswordResets.Where(row => row.UserId == user.Id).ExecuteDeleteAsync(cancellation);
        await sessions.EndAsync(user, except: null, cancellation);
        await tries.ForgetNetworksAsync(user, cancellation);
        await tries.WelcomeAsync(user, from.Network, cancellation);
        return Accounts.View(user, await db.Resellers.FirstOrDefaultAsync(row => row.Id == user.ResellerId, cancellation), twoFactor: false);
    }
}
