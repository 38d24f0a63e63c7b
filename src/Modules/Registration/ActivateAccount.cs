using Cln.Contracts;
using Cln.Data;
using Cln.Events;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Registration;

/// <summary>The last step: the email is confirmed.</summary>
/// <param name="Token">The token from the link in the welcome mail.</param>
internal sealed record ActivateAccountInput(string Token);

/// <summary>This is no activation link of ours.</summary>
internal sealed class UnknownActivation()
    : DomainError("UNKNOWN_ACTIVATION", "This is not an activation link that we have mailed. Check that the whole link was copied.");

/// <summary>The activation link is too old: send another with resendActivation.</summary>
internal sealed class ActivationExpired()
    : DomainError("ACTIVATION_EXPIRED", "This activation link has expired. Send yourself another with resendActivation; this token will do for that.");

[Extends<Mutation>]
internal static class ActivateAccount
{
    /// <summary>
    /// Confirms the email and makes the reseller active, so that its owner can sign in. Doing it again changes nothing and answers the same.
    /// Where an operator approves each new reseller, the account becomes active with the approval.
    /// </summary>
    [AllowAnonymous]
    [Throws<UnknownActivation>]
    [Throws<ActivationExpired>]
    [Throws<SignedInElsewhere>]
    public static async Task<Viewer> ActivateAccountAsync(
        ActivateAccountInput input, RegistrationsByToken registrations, RegistrationSettings settings, IAccounts accounts,
        ClnDbContext db, Caller caller, TimeProvider clock, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var hash = Secret.HashOf(input.Token);
        var link = await db.RegistrationTokens.SingleOrDefaultAsync(known => known.Hash == hash && known.Purpose == TokenPurpose.Activation, cancellation)
            ?? throw new UnknownActivation();
        if (link.ExpiresAt <= now) throw new ActivationExpired();

        var registration = await registrations.LockAsync(input.Token, cancellation);
        caller.ActFor(registration.ResellerId!.Value);
        var reseller = await db.Resellers.SingleAsync(row => row.Id == registration.ResellerId, cancellation);
        registration.Confirm(now);
        if (!settings.ManualApproval && registration.Activate(reseller)) db.Tell(() => new ResellerActivated(reseller.Id));
        return await accounts.OwnerAsync(reseller, cancellation);
    }
}
