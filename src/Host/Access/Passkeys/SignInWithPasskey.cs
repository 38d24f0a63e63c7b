using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Cln.Host.Events;
using Microsoft.AspNetCore.Identity;

namespace Cln.Host.Access.Passkeys;

[Extends<Mutation>]
internal static class StartPasskeySignIn
{
    /// <summary>Begins a sign-in by passkey: let the browser answer these options, and send what it answers with `signInWithPasskey`.</summary>
    [AllowAnonymous, SavesInSteps, Unaudited]
    public static async Task<StartedPasskey> StartPasskeySignInAsync(IPasskeyHandler<User> passkeys, PasskeyTickets tickets, IHttpContextAccessor http)
    {
        // For nobody in particular, so that the answer doesn't tell who has passkeys.
        var made = await passkeys.MakeRequestOptionsAsync(user: null, http.HttpContext!);
        return new(made.RequestOptionsJson, tickets.Seal(user: null, made.AssertionState!));
    }
}

/// <param name="State">What `startPasskeySignIn` answered with the options.</param>
/// <param name="Credential">What the browser answered.</param>
internal sealed record SignInWithPasskeyInput(string State, PasskeyCredential Credential);

[Extends<Mutation>]
internal static class SignInWithPasskey
{
    /// <summary>Signs in by a passkey, which counts as two factors. The answer has a session token, and sets it as a cookie too.</summary>
    [AllowAnonymous, SavesInSteps, OncePerRequest, Throws<PasskeyRefused>, Throws<TooManySignIns>]
    public static async Task<NewSession> SignInWithPasskeyAsync(SignInWithPasskeyInput input, IServiceScopeFactory scopes, Whereabouts from, SessionCookie cookie, IHttpContextAccessor http, CancellationToken cancellation)
    {
        await using var scope = scopes.CreatePlatformScope();
        var desk = scope.ServiceProvider.GetRequiredService<PasskeyDesk>();
        var session = (await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(() => desk.SignInAsync(input, from, http.HttpContext!, cancellation), cancellation)).OrThrow();
        cookie.Set(session.Token, session.ExpiresAt);
        return session;
    }
}

/// <summary>Checks passkeys on the platform's behalf, since whoever signs in is nobody yet.</summary>
internal sealed class PasskeyDesk(IPasskeyHandler<User> passkeys, UserManager<User> users, PasskeyTickets tickets, SignInTries tries, Sessions sessions, IAudit audit)
{
    public async Task<Verdict<NewSession>> SignInAsync(SignInWithPasskeyInput input, Whereabouts from, HttpContext context, CancellationToken cancellation)
    {
        await tries.CountAsync(from.Network, cancellation);
        if (await tickets.UseAsync(input.State, user: null, cancellation) is not { } state) return Refuse();
        var shown = await passkeys.PerformAssertionAsync(new() { HttpContext = context, CredentialJson = input.Credential.Json, AssertionState = state });
        if (shown is not { Succeeded: true, User: { } user, Passkey: { IsUserVerified: true } passkey }) return Refuse();
        audit.About(user.ResellerId, nameof(User), user.Id);
        await users.AddOrUpdatePasskeyAsync(user, passkey);
        if (await sessions.OpenAsync(user, twoFactor: true, from, cancellation) is not { } session) return Refuse();
        await tries.GiveBackAsync(from.Network, cancellation);
        await tries.WelcomeAsync(user, from.Network, cancellation);
        return session;
    }

    private PasskeyRefused Refuse()
    {
        var refusal = new PasskeyRefused();
        audit.Refuse(refusal.Code);
        return refusal;
    }
}
