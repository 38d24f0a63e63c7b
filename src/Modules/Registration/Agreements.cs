using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Registration;

[Extends<Query>]
internal static class Agreements
{
    /// <summary>The current reseller agreement, as a registration has to accept it.</summary>
    [AllowAnonymous, Cacheable(60)]
    public static Task<Agreement> AgreementAsync(ClnDbContext db, CancellationToken cancellation) => db.CurrentAgreementAsync(cancellation);

    internal static Task<Agreement> CurrentAgreementAsync(this ClnDbContext db, CancellationToken cancellation) =>
        db.Agreements.OrderByDescending(agreement => agreement.Version).FirstAsync(cancellation);
}
