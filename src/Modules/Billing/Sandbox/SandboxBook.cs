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
