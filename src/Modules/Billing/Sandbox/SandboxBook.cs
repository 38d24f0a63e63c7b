using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>The sandbox's book, each call in the transaction that it is called in.</summary>
internal sealed class SandboxBook(ClnDbContext db, TimeProvider clock)
{
    public async Task<SandboxPayment> CreateAsync(PaymentOrder order, CancellationToken cancellation)
    {
        if (await db.SandboxPayments.FirstOrDefaultAsync(payment => payment.OrderKey == order.Key, cancellation) is { } known) return known;
        var created = SandboxPayment.Of(order, clock.GetUtcNow());
        db.SandboxPayments.Add(created);
        return created;
    }

    public async Task<SandboxPayment> ConfirmAsync(string name, CancellationToken cancellation)
    {
        var payment = await FindAsync(name, cancellation);
        payment.Confirm();
        return payment;
    }

    public async Task<SandboxPayment> DecideAsync(string name, bool approves, CancellationToken cancellation)
    {
        var payment = await FindAsync(name, cancellation);
        payment.Decide(approves);
        return payment;
    }

    public async Task<SandboxPayment> CancelAsync(string name, CancellationToken cancellation)
    {
        var payment = await FindAsync(name, cancellation);
        payment.Cancel();
        return payment;
    }

    public Task<SandboxPayment?> SearchAsync(string orderKey, CancellationToken cancellation) => db.SandboxPayments.FirstOrDefaultAsync(payment => payment.OrderKey == orderKey, cancellation);

    /// <summary>Gives back at most what was taken and not given back yet. It is done at once.</summary>
    public async Task<GatewayRefund> RefundAsync(RefundOrder order, CancellationToken cancellation)
    {
        var payment = await FindAsync(order.PaymentId, cancellation);
        var given = await db.SandboxRefunds.Where(refund => refund.Payment == payment.Name).ToListAsync(cancellation);
        if (given.Find(refund => refund.OrderKey == order.Key) is { } known) return known.Answer;
        if (payment.Status != GatewayStatus.Succeeded) throw new RefundRefused("the payment didn't succeed.");
        if (given.Aggregate(order.Amount, (sum, refund) => sum + refund.Amount) > payment.Amount) throw new RefundRefused("that is more than the payment has left.");
        var added = db.SandboxRefunds.Add(new() { Payment = payment.Name, OrderKey = order.Key, Amount = order.Amount, Currency = payment.Currency, CreatedAt = clock.GetUtcNow() });
        return added.Entity.Answer;
    }

    public async Task<GatewayRefund> FindRefundAsync(string name, CancellationToken cancellation) =>
        (await db.SandboxRefunds.FirstOrDefaultAsync(refund => refund.Name == name, cancellation) ?? throw new KeyNotFoundException($"The sandbox knows no refund {name}.")).Answer;

    public async Task<IReadOnlyList<GatewayRefund>> RefundsAsync(string payment, CancellationToken cancellation) =>
        [.. (await db.SandboxRefunds.Where(refund => refund.Payment == payment).OrderBy(refund => refund.Id).ToListAsync(cancellation)).Select(refund => refund.Answer)];

    /// <summary>The payment, with its row locked for the rest of the transaction.</summary>
    public async Task<SandboxPayment> FindAsync(string name, CancellationToken cancellation)
    {
        var named = db.SandboxPayments.Where(payment => payment.Name == name);
        await named.ExecuteUpdateAsync(set => set.SetProperty(payment => payment.Currency, payment => payment.Currency), cancellation);
        var payment = await named.FirstOrDefaultAsync(cancellation) ?? throw new KeyNotFoundException($"The sandbox knows no payment {name}.");
        payment.Expire(clock.GetUtcNow());
        return payment;
    }
}
