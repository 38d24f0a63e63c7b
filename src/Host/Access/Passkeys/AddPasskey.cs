using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Cln.Host.Access.Factors;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Access.Passkeys;

/// <summary>The passkey isn't taken: it isn't what was asked for, it is unknown or not one's own, or five minutes have passed. Begin again.</summary>
internal sealed class PasskeyRefused()
    : DomainError("PASSKEY_REFUSED", "This passkey isn't taken: it isn't what was asked for, it is unknown, it is of another site, its device didn't ask who you are, or five minutes have passed. Begin again.");

/// <summary>There are as many passkeys as there may be: remove one first.</summary>
internal sealed class TooManyPasskeys() : DomainError("TOO_MANY_PASSKEYS", $"You have {PasskeysOfViewer.Most} passkeys, which is as many as there may be. Remove one first.");

[Extends<Viewer>]
internal static class PasskeysOfViewer
{
    public const int Most = 20;

    /// <summary>The passkeys by which one can sign in, oldest first; at most 20. For the person itself: with a session, or a token that has the scope "users:write".</summary>
    [SignedIn]
    public static async Task<IReadOnlyList<Passkey>> PasskeysAsync(Viewer viewer, Me me, ClnDbContext db, CancellationToken cancellation)
    {
        var user = await me.SelfAsync(viewer, cancellation);
        return await db.Passkeys.Where(passkey => passkey.UserId == user).OrderBy(passkey => passkey.Id).Take(Most).ToListAsync(cancellation);
    }
}

/// <param name="Password">Your password, again.</param>
internal sealed record StartPasskeyInput(string Password);

/// <param name="Options">JSON for the browser's `PublicKeyCredential.parseCreationOptionsFromJSON`, or `parseRequestOptionsFromJSON` for a sign-in.</param>
/// <param name="State">Send it back with what the browser answers. It is good for five minutes and for one use.</param>
[Payload]
internal sealed record StartedPasskey(string Options, string State);

[Extends<Mutation>]
internal static class StartPasskey
{
    /// <summary>Begins to add a passkey: let the browser make one by these options, and send it with `addPasskey`.</summary>
    [SignedIn, SavesInSteps, OncePerRequest, Throws<SessionNeeded>, Throws<SecondFactorRequired>, Throws<WrongPassword>, Throws<TooManySignIns>, Throws<TooManyPasskeys>]
    public static Task<StartedPasskey> StartPasskeyAsync(StartPasskeyInput input, OwnSignIn signIn, IHttpContextAccessor http, CancellationToken cancellation) => signIn.ChangeAsync<StartedPasskey>(
        input.Password,
        async own =>
        {
            if (await own.Db.Passkeys.CountAsync(passkey => passkey.UserId == own.User.Id, cancellation) >= PasskeysOfViewer.Most) throw new TooManyPasskeys();
            var user = new PasskeyUserEntity { Id = own.User.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), Name = own.User.Login, DisplayName = own.User.Login };
            var made = await own.Get<IPasskeyHandler<User>>().MakeCreationOptionsAsync(user, http.HttpContext!);
            return new StartedPasskey(made.CreationOptionsJson, own.Get<PasskeyTickets>().Seal(own.User.Id, made.AttestationState!));
        },
        cancellation);
}

/// <param name="State">What `startPasskey` answered with the options.</param>
/// <param name="Credential">What the browser answered.</param>
/// <param name="Name">What to call it, such as "Laptop": up to 100 characters.</param>
internal sealed record AddPasskeyInput(string State, PasskeyCredential Credential, string Name);

[Extends<Mutation>]
internal static class AddPasskey
{
    /// <summary>Adds a passkey, by which one signs in without login, password and code. It counts as two factors, so that the session of now has shown two as well.</summary>
    [SignedIn, SavesInSteps, OncePerRequest, Throws<SessionNeeded>, Throws<SecondFactorRequired>, Throws<PasskeyRefused>, Throws<TooManyPasskeys>]
    public static Task<Passkey> AddPasskeyAsync(AddPasskeyInput input, OwnSignIn signIn, IHttpContextAccessor http, CancellationToken cancellation) => signIn.RunAsync<Passkey>(
        async own =>
        {
            var name = CreateApiToken.Named(input.Name);
            if (await own.Get<PasskeyTickets>().UseAsync(input.State, own.User.Id, cancellation) is not { } state) return own.Refuse(new PasskeyRefused());
            if (await own.Db.Passkeys.CountAsync(passkey => passkey.UserId == own.User.Id, cancellation) >= PasskeysOfViewer.Most) throw new TooManyPasskeys();
            var made = await own.Get<IPasskeyHandler<User>>().PerformAttestationAsync(new() { HttpContext = http.HttpContext!, CredentialJson = input.Credential.Json, AttestationState = state });
            if (made is not { Succeeded: true, Passkey: { IsUserVerified: true } passkey }) return own.Refuse(new PasskeyRefused());
            passkey.Name = name;
            await own.Get<UserManager<User>>().AddOrUpdatePasskeyAsync(own.User, passkey);
            own.Session.TwoFactor = true;
            own.Tell($"A passkey was added: {name}");
            return own.Db.Passkeys.Local.Single(row => row.UserId == own.User.Id && row.CredentialHash == Passkey.HashOf(passkey.CredentialId));
        },
        cancellation);
}

/// <param name="Id">The passkey's id.</param>
/// <param name="Password">Your password, again.</param>
internal sealed record RemovePasskeyInput(Id<Passkey> Id, string Password);

[Extends<Mutation>]
internal static class RemovePasskey
{
    /// <summary>Removes one of your passkeys: nobody signs in by it any more. Sessions that it has signed in go on; end them by `revokeOtherSessions`.</summary>
    [SignedIn, SavesInSteps, OncePerRequest, Throws<SessionNeeded>, Throws<SecondFactorRequired>, Throws<WrongPassword>, Throws<TooManySignIns>, Throws<NotFound>]
    public static Task<Passkey> RemovePasskeyAsync(RemovePasskeyInput input, OwnSignIn signIn, CancellationToken cancellation) => signIn.ChangeAsync<Passkey>(
        input.Password,
        async own =>
        {
            var passkey = await own.Db.Passkeys.FirstOrDefaultAsync(row => row.Id == input.Id.Value && row.UserId == own.User.Id, cancellation) ?? throw new NotFound("passkey");
            own.Db.Passkeys.Remove(passkey);
            own.Tell($"A passkey was removed: {passkey.Name}");
            return passkey;
        },
        cancellation);
}
