using Cln.Data;
using Cln.Graph;

namespace Cln.Registration;

/// <summary>The second step: consent to the agreement.</summary>
/// <param name="Token">The registration's token.</param>
/// <param name="Version">The version that was read and is accepted.</param>
internal sealed record AcceptAgreementInput(string Token, int Version);

/// <summary>This isn't the current version of the agreement: read the current one and accept that.</summary>
internal sealed class AgreementOutdated(int current)
    : DomainError("AGREEMENT_OUTDATED", $"The current version of the agreement is {current}. Read it and accept that version.")
{
    /// <summary>The version that can be accepted.</summary>
    public int Current => current;
}

[Extends<Mutation>]
internal static class AcceptAgreement
{
    /// <summary>Accepts the current agreement. The version, the time and the address that the consent came from are kept.</summary>
    [AllowAnonymous]
    [Throws<UnknownRegistration>]
    [Throws<OutOfStep>]
    [Throws<AgreementOutdated>]
    public static async Task<Registration> AcceptAgreementAsync(
        AcceptAgreementInput input, RegistrationsByToken registrations, ClnDbContext db, Caller caller, TimeProvider clock, CancellationToken cancellation)
    {
        var registration = await registrations.LockAsync(input.Token, cancellation);
        var current = await db.CurrentAgreementAsync(cancellation);
        registration.Accept(input.Version, current, clock.GetUtcNow(), caller.Address is { } address ? IpAddress.From(address) : null);
        return registration;
    }
}
