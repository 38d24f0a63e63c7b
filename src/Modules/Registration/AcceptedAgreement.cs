using Cln.Data;
using Cln.Graph;
using GraphQL.DataLoader;
using Microsoft.EntityFrameworkCore;

namespace Cln.Registration;

/// <summary>The consent to the agreement that an account was opened with.</summary>
/// <param name="Version">The version that was accepted; its text is read by <c>agreement</c>.</param>
/// <param name="AcceptedAt">When.</param>
/// <param name="AcceptedFrom">The address that it came from; null when that wasn't known.</param>
internal sealed record AcceptedAgreement(int Version, DateTimeOffset AcceptedAt, IpAddress? AcceptedFrom);

[Extends<Reseller>]
internal static class AcceptedAgreementOfReseller
{
    /// <summary>The consent to the agreement that the account was opened with; null for an account that wasn't opened by a registration.</summary>
    [Scope(Scopes.ResellerRead)]
    public static IDataLoaderResult<AcceptedAgreement?> AcceptedAgreement(Reseller reseller, AcceptedAgreements accepted, CancellationToken cancellation) => accepted.Load(reseller.Id, cancellation);
}

/// <summary>The consents of many resellers in one query.</summary>
internal sealed class AcceptedAgreements(ClnDbContext db) : Batch<long, AcceptedAgreement>
{
    protected override async Task<IReadOnlyDictionary<long, AcceptedAgreement>> LoadAsync(IReadOnlyCollection<long> keys, CancellationToken cancellation) =>
        await db.Registrations.Where(registration => registration.ResellerId != null && keys.Contains(registration.ResellerId.Value) && registration.AgreementVersion != null)
            .ToDictionaryAsync(
                registration => registration.ResellerId!.Value,
                registration => new AcceptedAgreement(registration.AgreementVersion!.Value, registration.AgreementAcceptedAt!.Value, registration.AgreementAcceptedFrom),
                cancellation);
}
