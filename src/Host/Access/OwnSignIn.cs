using Cln.Contracts;
using Cln.Data;
using Cln.Host.Access.Factors;
using Cln.Host.Events;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Access;

/// <summary>The password isn't the caller's.</summary>
internal sealed class WrongPassword() : DomainError("WRONG_PASSWORD", "That isn't your password. Nothing was changed.");

/// <summary>
/// Changes how the caller signs in. It takes a session, and mostly the password again, so that whoever finds an open browser or a token can't make
/// themselves at home; a wrong one is counted as at the sign-in.
/// </summary>
internal sealed class OwnSignIn(IServiceScopeFactory scopes, Caller caller, Me me, Whereabouts from)
{
    /// <exception cref="SessionNeeded">The caller is no person that has signed in.</exception>
    /// <exception cref="WrongPassword">It isn't the caller's.</exception>
    /// <exception cref="TooManySignIns">It was wrong too often.</exception>
    public Task<T> ChangeAsync<T>(string password, Func<Own, Task<Verdict<T>>> change, CancellationToken cancellation) => RunAsync(
        async own =>
        {
            await own.CountAsync(cancellation);
            if (!own.Get<Passwords>().Fits(own.User, password)) return own.Refuse(new WrongPassword());
            await own.GiveBackAsync(cancellation);
            return await change(own);
        },
        cancellation);

    /// <summary>The same where something else than the password is asked for.</summary>
    public async Task<T> RunAsync<T>(Func<Own, Task<Verdict<T>>> change, CancellationToken cancellation)
    {
        var id = me.RequireSession();
        await using var scope = scopes.CreatePlatformScope();
        var services = scope.ServiceProvider;
        var verdict = await services.GetRequiredService<IUnitOfWork>().CommitAsync(
            async () =>
            {
                var db = services.GetRequiredService<ClnDbContext>();
                var session = await db.Sessions.FirstOrDefaultAsync(row => row.Id == caller.SessionId, cancellation) ?? throw new SessionNeeded();
                var own = new Own(services, await db.Users.SingleAsync(row => row.Id == id, cancellation), session, from);
                own.Get<IAudit>().About(own.User.ResellerId, nameof(User), own.User.Id);
                await RequireBothAsync(own, cancellation);
                return await change(own);
            },
            cancellation);
        return verdict.OrThrow();
    }

    /// <summary>Where the account asks for two factors, one of them doesn't make another for somebody who has two.</summary>
    private static async Task RequireBothAsync(Own own, CancellationToken cancellation)
    {
        if (own.Session.TwoFactor || !await own.Db.Resellers.AnyAsync(reseller => reseller.Id == own.User.ResellerId && reseller.RequiresTwoFactor, cancellation)) return;
        if (own.User.TwoFactorEnabled || await own.Db.Passkeys.AnyAsync(passkey => passkey.UserId == own.User.Id, cancellation)) throw new SecondFactorRequired();
    }
}

/// <summary>A person who changes how to sign in, as the platform reads and writes it.</summary>
internal sealed class Own(IServiceProvider services, User user, Session session, Whereabouts from)
{
    public User User => user;

    public Session Session => session;

    public ClnDbContext Db => services.GetRequiredService<ClnDbContext>();

    public DateTimeOffset Now => services.GetRequiredService<TimeProvider>().GetUtcNow();

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <exception cref="TooManySignIns">There were as many tries as there may be.</exception>
    public async Task CountAsync(CancellationToken cancellation)
    {
        var tries = Get<SignInTries>();
        await tries.CountAsync(from.Network, cancellation);
        if (await tries.CountAsync(user, from.Network, cancellation) is { } retryAt) throw new TooManySignIns(retryAt);
    }

    public Task GiveBackAsync(CancellationToken cancellation) => Get<SignInTries>().GiveBackAsync(user, from.Network, cancellation);

    public DomainError Refuse(DomainError refusal)
    {
        Get<IAudit>().Refuse(refusal.Code);
        return refusal;
    }

    public Task EndOtherSessionsAsync(CancellationToken cancellation) => Get<Sessions>().EndAsync(user, session.Id, cancellation);

    /// <summary>Tells the person by mail, in case it was somebody else.</summary>
    public void Tell(string happened) =>
        Get<IMail>().Stage(new(user.Email!, happened, $"Hello {user.Login},\n\n{happened}, from the address {from.Address ?? "unknown"}.\n\nIf that wasn't you, choose a new password at once, and tell an administrator of your account."));

    public async Task<Viewer> ViewAsync(CancellationToken cancellation) =>
        Accounts.View(user, await Db.Resellers.FirstOrDefaultAsync(row => row.Id == user.ResellerId, cancellation), session.TwoFactor);
}
