using System.Globalization;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>Brings the gateways' fees into the books, as their statements tell them, each call in the caller's transaction.</summary>
internal sealed class Fees(ClnDbContext db, Ledger ledger)
{
    private const int AtOnce = 500;

    /// <returns>Some of the movements whose fee is not in the books, and whose payment is, by id.</returns>
    public Task<List<long>> DueAsync(long after, CancellationToken cancellation) =>
        (from movement in db.Movements
         join payment in db.Payments on new { movement.Gateway, ChargeId = (string?)movement.ChargeId } equals new { payment.Gateway, ChargeId = payment.GatewayChargeId }
         where movement.Id > after && movement.Fee != movement.FeePosted && payment.LedgerTransactionId != null
         orderby movement.Id
         select movement.Id).Take(AtOnce).ToListAsync(cancellation);

    /// <summary>Posts one fee: what the gateway kept, on the books of the reseller whose payment it was.</summary>
    public async Task<Movement> PostAsync(long movementId, CancellationToken cancellation)
    {
        var movement = await db.Movements.SingleAsync(m => m.Id == movementId, cancellation);
        var resellerId = await db.Payments.Where(p => p.Gateway == movement.Gateway && p.GatewayChargeId == movement.ChargeId).Select(p => p.ResellerId).SingleAsync(cancellation);
        var due = movement.Fee - movement.FeePosted;
        if (due.IsZero) return movement;

        // Another host may post it at this moment: the source's name is unique, so that one of the two begins anew and finds it done.
        await ledger.PostAsync(
            Posting.GatewayFee(resellerId, movement.Currency, movement.Gateway, string.Create(CultureInfo.InvariantCulture, $"{movement.Gateway}:{movement.MovementId}:{movement.FeePostings + 1}"), due),
            cancellation);
        movement.FeeIsPosted();
        return movement;
    }
}
