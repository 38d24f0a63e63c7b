using Cln.Graph;

namespace Cln.Registration;

[Extends<Query>]
internal static class Registrations
{
    /// <summary>The registration that this token opens, to go on with it where it was left; null when it opens none.</summary>
    /// <param name="token">The token from startRegistration, or from the link in a mail.</param>
    [AllowAnonymous]
    public static Task<Registration?> RegistrationAsync(string token, RegistrationsByToken registrations, CancellationToken cancellation) =>
        registrations.FindAsync(token, cancellation);
}
