using Cln.Contracts;
using Cln.Graph;

namespace Cln.IpLicenses;

/// <summary>A licence to be added.</summary>
/// <param name="Ip">The server's public address.</param>
/// <param name="Type">The code of the licence type, such as "IMUNIFY360_SINGLE".</param>
/// <param name="IdempotencyKey">The caller's name for this call: sent again, it answers the same.</param>
internal sealed record AddIpLicenseInput(IpAddress Ip, string Type, IdempotencyKey? IdempotencyKey = null);

[Extends<Mutation>]
internal static class AddIpLicense
{
    /// <summary>
    /// Licenses an address, and charges the days left in the month, today included. What you have licensed already is answered as it is and
    /// costs nothing.
    /// </summary>
    [Scope(Scopes.LicensesWrite)]
    [Throws<IpTaken>]
    [Throws<IpNotPublic>]
    [Throws<UnknownLicenseType>]
    [Throws<NotForSale>]
    [Throws<InsufficientFunds>]
    [Throws<TokenLimitExceeded>]
    [Throws<TokenProductNotAllowed>]
    public static async Task<IpLicense> AddIpLicenseAsync(AddIpLicenseInput input, Licensing licensing, CancellationToken cancellation)
    {
        var result = (await licensing.AddAsync([new(input.Ip, input.Type)], cancellation))[0];
        return result.IpLicense ?? throw result.Errors![0];
    }
}
