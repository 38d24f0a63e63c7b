using Cln.Contracts;
using Cln.Graph;

namespace Cln.Registration;

/// <summary>Another choice for the first step.</summary>
/// <param name="Token">The registration's token.</param>
/// <param name="Tier">The code of a tier of the price list.</param>
internal sealed record ChooseDepositInput(string Token, string Tier);

[Extends<Mutation>]
internal static class ChooseDeposit
{
    /// <summary>Changes the tier of a registration. Possible until the first payment is submitted.</summary>
    [AllowAnonymous]
    [Throws<UnknownRegistration>]
    [Throws<OutOfStep>]
    [Throws<UnknownTier>]
    [Throws<TierIsFixed>]
    public static async Task<Registration> ChooseDepositAsync(ChooseDepositInput input, RegistrationsByToken registrations, IPriceList prices, CancellationToken cancellation)
    {
        var registration = await registrations.LockAsync(input.Token, cancellation);
        registration.Choose(await prices.FindTierAsync(input.Tier, cancellation) ?? throw new UnknownTier(input.Tier));
        return registration;
    }
}
