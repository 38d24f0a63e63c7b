using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Access.Factors;

/// <summary>How a person stands with two-factor sign-in by codes.</summary>
/// <param name="Enabled">Whether a sign-in by password needs a code.</param>
/// <param name="RecoveryCodesLeft">How many recovery codes haven't been used.</param>
/// <param name="Missing">The account asks for two factors and this session has shown one: it may do nothing but set up a second one. Where there is one already, sign in with it.</param>
internal sealed record TwoFactor(bool Enabled, int RecoveryCodesLeft, bool Missing);

[Extends<Viewer>]
internal static class TwoFactorOfViewer
{
    /// <summary>Two-factor sign-in. For the person itself: with a session, or a token that has the scope "users:write".</summary>
    [SignedIn]
    public static async Task<TwoFactor> TwoFactorAsync(Viewer viewer, Me me, Caller caller, ClnDbContext db, CancellationToken cancellation)
    {
        var id = await me.SelfAsync(viewer, cancellation);
        var enabled = await db.Users.Where(user => user.Id == id).Select(user => user.TwoFactorEnabled).SingleAsync(cancellation);
        return new(enabled, await db.RecoveryCodes.CountAsync(code => code.UserId == id, cancellation), caller.SessionId is not null && caller.Scopes.Count == 0);
    }
}

/// <summary>Two-factor sign-in is on already: switch it off first, by `disableTwoFactor`.</summary>
internal sealed class TwoFactorOn() : DomainError("TWO_FACTOR_ON", "Two-factor sign-in is on already. Switch it off first to set up another app.");

/// <summary>Two-factor sign-in isn't on, or wasn't begun within the last hour: call `startTwoFactor`.</summary>
internal sealed class TwoFactorOff() : DomainError("TWO_FACTOR_OFF", "Two-factor sign-in isn't on, or wasn't begun within the last hour. Begin by startTwoFactor.");

/// <param name="Password">Your password, again.</param>
internal sealed record StartTwoFactorInput(string Password);

/// <param name="Secret">For typing into an authenticator app: base32. It is shown only here.</param>
/// <param name="Uri">The same as `otpauth://` URI, for a QR code.</param>
[Payload]
internal sealed record StartedTwoFactor(string Secret, string Uri);

[Extends<Mutation>]
internal static class StartTwoFactor
{
    private const string Issuer = "ClnReseller";

    /// <summary>Begins to set up an authenticator app. Nothing changes until `confirmTwoFactor`, within an hour; calling this again makes another secret.</summary>
    [SignedIn, SavesInSteps, OncePerRequest, Throws<SessionNeeded>, Throws<SecondFactorRequired>, Throws<WrongPassword>, Throws<TooManySignIns>, Throws<TwoFactorOn>]
    public static Task<StartedTwoFactor> StartTwoFactorAsync(StartTwoFactorInput input, OwnSignIn signIn, CancellationToken cancellation) => signIn.ChangeAsync<StartedTwoFactor>(
        input.Password,
        async own =>
        {
            if (own.User.TwoFactorEnabled) throw new TwoFactorOn();
            await own.Db.AuthenticatorApps.Where(app => app.UserId == own.User.Id).ExecuteDeleteAsync(cancellation);
            var secret = Totp.NewSecret();
            own.Db.AuthenticatorApps.Add(new() { ResellerId = own.User.ResellerId, UserId = own.User.Id, ProtectedSecret = own.Get<SecondFactors>().Protect(secret), StartedAt = own.Now });
            return new StartedTwoFactor(Totp.Base32(secret), Totp.Address(Issuer, own.User.Login, secret));
        },
        cancellation);
}

/// <param name="Code">The six digits that the app shows.</param>
internal sealed record ConfirmTwoFactorInput(string Code);

/// <param name="RecoveryCodes">Ten codes that each work once in the place of the app's. They are shown only here: keep them where the app isn't.</param>
[Payload]
internal sealed record NewRecoveryCodes(IReadOnlyList<string> RecoveryCodes);

[Extends<Mutation>]
internal static class ConfirmTwoFactor
{
    /// <summary>Switches two-factor sign-in on, with the first code of the app that `startTwoFactor` began with. Your other sessions end at once.</summary>
    [SignedIn, SavesInSteps, OncePerRequest, Throws<SessionNeeded>, Throws<SecondFactorRequired>, Throws<SecondFactorRefused>, Throws<TooManySignIns>, Throws<TwoFactorOff>]
    public static Task<NewRecoveryCodes> ConfirmTwoFactorAsync(ConfirmTwoFactorInput input, OwnSignIn signIn, CancellationToken cancellation) => signIn.RunAsync<NewRecoveryCodes>(
        async own =>
        {
            var since = own.Now - AuthenticatorApp.Patience;
            var factors = own.Get<SecondFactors>();
            var app = await own.Db.AuthenticatorApps.FirstOrDefaultAsync(row => row.UserId == own.User.Id && row.ConfirmedAt == null && row.StartedAt > since, cancellation) ?? throw new TwoFactorOff();
            await own.CountAsync(cancellation);
            if (!await factors.AcceptAsync(app, input.Code, cancellation)) return own.Refuse(new SecondFactorRefused());
            await own.GiveBackAsync(cancellation);
            app.ConfirmedAt = own.Now;
            own.User.TwoFactorEnabled = own.Session.TwoFactor = true;
            await own.EndOtherSessionsAsync(cancellation);
            own.Tell("Two-factor sign-in was switched on");
            return new NewRecoveryCodes(await factors.RenewCodesAsync(own.User, cancellation));
        },
        cancellation);
}

/// <param name="Password">Your password, again.</param>
/// <param name="Code">A code of the app, or a recovery code.</param>
internal sealed record DisableTwoFactorInput(string Password, string Code);

[Extends<Mutation>]
internal static class DisableTwoFactor
{
    /// <summary>Switches two-factor sign-in off, and forgets the app and the recovery codes. Passkeys stay.</summary>
    [SignedIn, SavesInSteps, OncePerRequest, Throws<SessionNeeded>, Throws<SecondFactorRequired>, Throws<WrongPassword>, Throws<SecondFactorRefused>, Throws<TooManySignIns>, Throws<TwoFactorOff>]
    public static Task<Viewer> DisableTwoFactorAsync(DisableTwoFactorInput input, OwnSignIn signIn, CancellationToken cancellation) => signIn.ChangeAsync<Viewer>(
        input.Password,
        async own =>
        {
            if (!own.User.TwoFactorEnabled) throw new TwoFactorOff();
            await own.CountAsync(cancellation);
            if (!await own.Get<SecondFactors>().AcceptAsync(own.User, input.Code, cancellation)) return own.Refuse(new SecondFactorRefused());
            await own.GiveBackAsync(cancellation);
            own.User.TwoFactorEnabled = false;
            await own.Db.AuthenticatorApps.Where(app => app.UserId == own.User.Id).ExecuteDeleteAsync(cancellation);
            await own.Db.RecoveryCodes.Where(code => code.UserId == own.User.Id).ExecuteDeleteAsync(cancellation);
            own.Tell("Two-factor sign-in was switched off");
            return await own.ViewAsync(cancellation);
        },
        cancellation);
}

/// <param name="Password">Your password, again.</param>
internal sealed record RenewRecoveryCodesInput(string Password);

[Extends<Mutation>]
internal static class RenewRecoveryCodes
{
    /// <summary>Ten new recovery codes; the old ones no longer work.</summary>
    [SignedIn, SavesInSteps, OncePerRequest, Throws<SessionNeeded>, Throws<SecondFactorRequired>, Throws<WrongPassword>, Throws<TooManySignIns>, Throws<TwoFactorOff>]
    public static Task<NewRecoveryCodes> RenewRecoveryCodesAsync(RenewRecoveryCodesInput input, OwnSignIn signIn, CancellationToken cancellation) => signIn.ChangeAsync<NewRecoveryCodes>(
        input.Password,
        async own =>
        {
            if (!own.User.TwoFactorEnabled) throw new TwoFactorOff();
            return new NewRecoveryCodes(await own.Get<SecondFactors>().RenewCodesAsync(own.User, cancellation));
        },
        cancellation);
}
