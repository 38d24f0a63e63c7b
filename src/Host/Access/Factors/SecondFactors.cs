using System.Security.Cryptography;
using Cln.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Access.Factors;

/// <summary>The password is right, and this user also needs a second factor: send `code`, or sign in with a passkey.</summary>
internal sealed class SecondFactorRequired() : DomainError("SECOND_FACTOR_REQUIRED", "The password is right, and a second factor is needed: send the code of your authenticator app, or a recovery code, or sign in with a passkey.");

/// <summary>The code is wrong, or was used before: a code works once.</summary>
internal sealed class SecondFactorRefused() : DomainError("SECOND_FACTOR_REFUSED", "That code is wrong, or has been used before. Wait for the next one that your app shows.");

/// <summary>Checks the codes of authenticator apps and recovery codes, and makes them, in the caller's transaction.</summary>
internal sealed class SecondFactors(ClnDbContext db, IDataProtectionProvider protection, TimeProvider time, ILogger<SecondFactors> log)
{
    private const int Codes = 10;
    private const string Alphabet = "23456789abcdefghjkmnpqrstuvwxyz";

    private readonly IDataProtector protector = protection.CreateProtector("authenticator-apps");

    public string Protect(byte[] secret) => Convert.ToBase64String(protector.Protect(secret));

    /// <summary>Whether this is the person's code of now or one of the recovery codes. Either works once, however many try it at once.</summary>
    public async Task<bool> AcceptAsync(User user, string code, CancellationToken cancellation)
    {
        var plain = Plain(code);
        if (plain.Length == Totp.Digits)
            return await db.AuthenticatorApps.AsNoTracking().FirstOrDefaultAsync(row => row.UserId == user.Id && row.ConfirmedAt != null, cancellation) is { } app && await AcceptAsync(app, plain, cancellation);
        var hash = Secret.Hash(plain);
        return await db.RecoveryCodes.Where(row => row.UserId == user.Id && row.CodeHash == hash).ExecuteDeleteAsync(cancellation) > 0;
    }

    /// <summary>Whether this is the app's code of now.</summary>
    public async Task<bool> AcceptAsync(AuthenticatorApp app, string code, CancellationToken cancellation)
    {
        if (Unprotected(app) is not { } secret || Totp.Find(secret, Plain(code), time.GetUtcNow(), app.LastStep) is not { } step) return false;
        return await db.AuthenticatorApps.Where(row => row.Id == app.Id && row.LastStep < step).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastStep, step), cancellation) > 0;
    }

    /// <summary>Ten new recovery codes in the place of what is left of the old ones.</summary>
    public async Task<IReadOnlyList<string>> RenewCodesAsync(User user, CancellationToken cancellation)
    {
        await db.RecoveryCodes.Where(row => row.UserId == user.Id).ExecuteDeleteAsync(cancellation);
        List<string> codes = [.. Enumerable.Range(0, Codes).Select(_ => string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Alphabet, 4))))];
        db.RecoveryCodes.AddRange(codes.Select(code => new RecoveryCode { ResellerId = user.ResellerId, UserId = user.Id, CodeHash = Secret.Hash(Plain(code)) }));
        return codes;
    }

    /// <summary>As people type them: with or without spaces, dashes and capitals.</summary>
    private static string Plain(string code) => string.Concat(code.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private byte[]? Unprotected(AuthenticatorApp app)
    {
        try
        {
            return protector.Unprotect(Convert.FromBase64String(app.ProtectedSecret));
        }
        catch (CryptographicException failure)
        {
            log.LogError(failure, "The secret of user {User}'s authenticator app can't be read with this host's keys. Hosts of one database need one Access:KeysFolder; where its keys are lost, recovery codes and passkeys still work", app.UserId);
            return null;
        }
    }
}
