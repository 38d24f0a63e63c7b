using System.Linq.Expressions;
using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Registration;

/// <summary>
/// Forgets registrations that nobody has gone on with for 30 days, before any money arrived. One whose payment may still arrive is kept, as
/// is every one that was paid. An account that was made for a payment is closed: the attempts at it stay on record. The counts of tries go within a day.
/// </summary>
internal sealed class PurgeAbandonedRegistrations(ClnDbContext db, IPayments payments, IUnitOfWork unit, TimeProvider clock) : IJob
{
    private static readonly TimeSpan patience = TimeSpan.FromDays(30);

    public static string Schedule => "0 23 3 * * ?";

    public async Task RunAsync(CancellationToken cancellation)
    {
        var isAbandoned = IsAbandoned(clock.GetUtcNow() - patience);
        var abandoned = await db.Registrations.Where(isAbandoned).Select(registration => new { registration.Id, registration.ResellerId }).ToListAsync(cancellation);
        foreach (var registration in abandoned)
        {
            if (registration.ResellerId is { } resellerId && (await payments.FindDepositAsync(resellerId, cancellation)).MayArrive) continue;
            await unit.CommitAsync(() => PurgeAsync(registration.Id, registration.ResellerId, isAbandoned, cancellation), cancellation);
        }

        await db.PaymentTries.Where(tries => tries.Since < clock.GetUtcNow() - PaymentTries.Life).ExecuteDeleteAsync(cancellation);
    }

    private async Task PurgeAsync(long id, long? resellerId, Expression<Func<Registration, bool>> isAbandoned, CancellationToken cancellation)
    {
        // Somebody may have gone on with it since it was listed.
        if (await db.Registrations.Where(isAbandoned).Where(registration => registration.Id == id).ExecuteDeleteAsync(cancellation) == 0 || resellerId is null) return;
        var reseller = await db.Resellers.SingleAsync(row => row.Id == resellerId, cancellation);
        reseller.State = ResellerState.Closed;
    }

    private static Expression<Func<Registration, bool>> IsAbandoned(DateTimeOffset since) => registration =>
        registration.TouchedAt < since &&
        (registration.Step == RegistrationStep.ChooseDeposit || registration.Step == RegistrationStep.Agreement || registration.Step == RegistrationStep.Payment);
}
