using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Registration;

[Extends<Query>]
internal static class Agreements
{
    /// <summary>The reseller agreement: the current version, as a registration has to accept it, or an earlier one, as it was accepted.</summary>
    /// <param name="version">Which one; the current one where it isn't given.</param>
    [AllowAnonymous, Cacheable(60)]
    public static async Task<Agreement> AgreementAsync(ClnDbContext db, CancellationToken cancellation, int? version = null)
    {
        var current = await db.CurrentAgreementAsync(cancellation);
        if (version is null || version == current.Version) return current;
        return await db.Agreements.SingleOrDefaultAsync(agreement => agreement.Version == version, cancellation)
            ?? throw new InvalidInput("version", $"the versions are 1 to {current.Version}.");
    }

    internal static Task<Agreement> CurrentAgreementAsync(this ClnDbContext db, CancellationToken cancellation) =>
        db.Agreements.OrderByDescending(agreement => agreement.Version).FirstAsync(cancellation);
}

[Extends<Query>]
internal static class AgreementVersions
{
    /// <summary>For operators: every version of the reseller agreement that was published, the newest first. Its text is read by <c>agreement</c>.</summary>
    [Scope(Scopes.Operator), Name("agreementVersions")]
    public static async Task<IReadOnlyList<AgreementVersion>> OfAgreementAsync(ClnDbContext db, CancellationToken cancellation)
    {
        var registrations = db.Registrations;
        return await db.Agreements.OrderByDescending(agreement => agreement.Version)
            .Select(agreement => new AgreementVersion(
                agreement.Version, agreement.PublishedAt, registrations.Count(registration => registration.AgreementVersion == agreement.Version && registration.ResellerId != null)))
            .ToListAsync(cancellation);
    }
}

/// <summary>A version of the reseller agreement.</summary>
/// <param name="Version">Counts up from 1; the highest is the current one.</param>
/// <param name="PublishedAt">Since when it was the current one, until a higher version was published.</param>
/// <param name="AcceptedBy">How many accounts accepted this version when they registered.</param>
internal sealed record AgreementVersion(int Version, DateTimeOffset PublishedAt, int AcceptedBy);
