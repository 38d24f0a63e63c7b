using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Registration;

/// <summary>A wish for another activation link.</summary>
/// <param name="Token">The registration's token, or that of an earlier activation link, even an expired one.</param>
internal sealed record ResendActivationInput(string Token);

/// <summary>The last activation mail has only just been sent.</summary>
/// <param name="retryAt">When another can be sent.</param>
internal sealed class ResentJustNow(DateTimeOffset retryAt)
    : DomainError("RESENT_JUST_NOW", "An activation mail was sent less than a minute ago. Look for it, also among the spam, before you ask for another.")
{
    /// <summary>When another can be sent.</summary>
    public DateTimeOffset RetryAt => retryAt;
}

[Extends<Mutation>]
internal static class ResendActivation
{
    /// <summary>Mails another activation link, which works for 7 days; earlier ones keep working for theirs. At most once a minute.</summary>
    [AllowAnonymous]
    [Throws<UnknownRegistration>]
    [Throws<OutOfStep>]
    [Throws<ResentJustNow>]
    [Throws<SignedInElsewhere>]
    public static async Task<Registration> ResendActivationAsync(
        ResendActivationInput input, RegistrationsByToken registrations, Letters letters, ClnDbContext db, Caller caller, TimeProvider clock, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var registration = await registrations.LockAsync(input.Token, cancellation);
        registration.Require(RegistrationStep.Activation);
        var last = await db.RegistrationTokens.Where(token => token.RegistrationId == registration.Id && token.Purpose == TokenPurpose.Activation)
            .Select(token => token.CreatedAt).OrderDescending().FirstAsync(cancellation);
        if (now < last.AddMinutes(1)) throw new ResentJustNow(last.AddMinutes(1));

        caller.ActFor(registration.ResellerId!.Value);
        var reseller = await db.Resellers.SingleAsync(row => row.Id == registration.ResellerId, cancellation);
        letters.Activation(reseller, registration, registration.IssueActivation(now));
        return registration;
    }
}
