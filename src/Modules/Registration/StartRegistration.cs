using Cln.Contracts;
using Cln.Data;
using Cln.Graph;

namespace Cln.Registration;

/// <summary>The first step: which deposit.</summary>
/// <param name="Tier">The code of a tier of the price list, such as "gold".</param>
internal sealed record StartRegistrationInput(string Tier);

[Extends<Mutation>]
internal static class StartRegistration
{
    /// <summary>
    /// Begins a registration with the choice of a tier, which decides the initial deposit and the prices. The answer has a token: every further
    /// step needs it, and it opens this registration until that is done. A registration that is left for 30 days before anything is paid is forgotten.
    /// </summary>
    [AllowAnonymous]
    [Throws<RegistrationClosed>]
    [Throws<UnknownTier>]
    public static async Task<Registration> StartRegistrationAsync(
        StartRegistrationInput input, RegistrationSettings settings, IPriceList prices, ClnDbContext db, TimeProvider clock, CancellationToken cancellation)
    {
        if (!settings.Open) throw new RegistrationClosed();
        var tier = await prices.FindTierAsync(input.Tier, cancellation) ?? throw new UnknownTier(input.Tier);
        var registration = Registration.Start(tier, clock.GetUtcNow());
        db.Registrations.Add(registration);
        return registration;
    }
}
