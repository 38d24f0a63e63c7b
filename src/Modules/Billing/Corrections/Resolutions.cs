using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>Does what operators decide about payments. The decision is written down before anything is done.</summary>
internal sealed class Resolutions(ClnDbContext db, IUnitOfWork unit, Settlement settlement, IAudit audit, TopUps topUps, Convergence convergence)
{
    public async Task<Payment> ResolveAsync(ResolvePaymentInput input, CancellationToken cancellation)
    {
        var payment = await db.Payments.AsNoTracking().FirstOrDefaultAsync(p => p.Id == input.PaymentId.Value, cancellation) ?? throw new NotFound("payment");
        await unit.CommitAsync(() => BeginAsync(payment.Id, input, cancellation), cancellation);
        return input.Resolution switch
        {
            PaymentResolution.LookAgain => await LookAsync(payment.Id, cancellation),
            PaymentResolution.Cancel => CancelPayment.Ended(await topUps.CancelAsync(payment.Id, cancellation)),
            _ => await PostAsync(payment.Id, cancellation),
        };
    }

    private async Task BeginAsync(long paymentId, ResolvePaymentInput input, CancellationToken cancellation)
    {
        var payment = await settlement.LockAsync(paymentId, cancellation);
        if (!payment.State.IsOpen() && input.Resolution == PaymentResolution.LookAgain) payment.Settle();
        audit.Explain(payment.ResellerId, input.Resolution.ToString(), input.Reason);
    }

    private async Task<Payment> LookAsync(long paymentId, CancellationToken cancellation)
    {
        await convergence.ConvergeAsync(paymentId, cancellation);
        return await topUps.ReadAsync(paymentId, cancellation);
    }

    private async Task<Payment> PostAsync(long paymentId, CancellationToken cancellation)
    {
        await convergence.AcceptAsync(paymentId, cancellation);
        var now = await topUps.ReadAsync(paymentId, cancellation);
        return now.IsPosted ? now : throw new PaymentNotPostable();
    }
}
