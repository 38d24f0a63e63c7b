using Cln.Graph;

namespace Cln.IpLicenses;

/// <summary>Licences to be added.</summary>
/// <param name="Licenses">At most 10,000.</param>
/// <param name="IdempotencyKey">The caller's name for this call: sent again, it answers the same.</param>
internal sealed record AddIpLicensesInput(IReadOnlyList<NewIpLicenseInput> Licenses, IdempotencyKey? IdempotencyKey = null);

/// <summary>One of the licences to be added.</summary>
/// <param name="Ip">The server's public address.</param>
/// <param name="Type">The code of the licence type, such as "IMUNIFY360_SINGLE".</param>
internal sealed record NewIpLicenseInput(IpAddress Ip, string Type);

/// <summary>What became of one of the licences to be added.</summary>
/// <param name="IpLicense">The licence, new or as it was; null when it was not added.</param>
/// <param name="Errors">Why it was not added: the mistakes that <c>addIpLicense</c> tells. Null when it worked.</param>
internal sealed record AddIpLicenseResult(IpLicense? IpLicense, IReadOnlyList<DomainError>? Errors);

[Extends<Mutation>]
internal static class AddIpLicenses
{
    public const int Most = 10_000;

    /// <summary>
    /// Licenses up to 10,000 addresses, in one transaction, as <c>addIpLicense</c> does, with an answer for each, in order. One that fails, for instance when
    /// the balance is used up, leaves the others as they are.
    /// </summary>
    [Scope(Scopes.LicensesWrite), Bulk]
    [Throws<InvalidInput>]
    public static Task<IReadOnlyList<AddIpLicenseResult>> AddIpLicensesAsync(AddIpLicensesInput input, Licensing licensing, CancellationToken cancellation) =>
        input.Licenses.Count <= Most
            ? licensing.AddAsync(input.Licenses, cancellation)
            : throw new InvalidInput("licenses", $"there are {input.Licenses.Count}, and one call takes at most {Most}. Send the rest in further calls.");
}
