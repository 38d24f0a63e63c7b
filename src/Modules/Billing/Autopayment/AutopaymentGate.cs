using System.Globalization;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>
/// Decides whether a balance asks for an autopayment, stages it, and writes the decision down. Two that ask at once stage one: the lock
/// orders them, and an index refuses the second.
/// </summary>
internal sealed class AutopaymentGate(
    ClnDbContext db, BooksLock books, Balances balances, AutopaymentReading reading, AutopaymentDecisions decisions, AutopaymentLetters letters,
    BillingSettings settings, AutopaymentSettings caps, AutopaymentSwitch master, TimeProvider clock)
{
    /// <summary>True when the balance asks for money now, and autopayments aren't stopped.</summary>
    public async Task<bool> IsDueAsync(long resellerId, CancellationToken cancellation) =>
        master.IsOn && (await Autopayment.OfAsync(db, resellerId, cancellation)).Due((await balances.OfAsync(resellerId, cancellation)).Amount, settings) is not null;

    /// <summary>What would follow from this balance; by default from that of now. Nothing is done about it.</summary>
    public Task<AutopaymentPlan> PlanAsync(long resellerId, Money? balance, CancellationToken cancellation) => PlanAsync(resellerId, balance, choice: null, cancellation);

    /// <summary>The same, if the reseller had chosen so.</summary>
    public async Task<AutopaymentPlan> PlanAsync(long resellerId, Money? balance, Autopayment? choice, CancellationToken cancellation)
    {
        var facts = await reading.OfAsync(resellerId, cancellation);
        if (choice is not null) facts = facts with { Choice = choice };
        return facts.Decide(balance ?? (await balances.OfAsync(resellerId, cancellation)).Amount, settings, caps);
    }

    /// <summary>Stages the payment that is due, in the caller's transaction. It is sent after the commit.</summary>
    public async Task StageAsync(long resellerId, CancellationToken cancellation)
    {
        var balance = await balances.OfAsync(resellerId, cancellation);
        var choice = await Autopayment.OfAsync(db, resellerId, cancellation);
        if (choice.Due(balance.Amount, settings) is not null)
        {
            // Once more behind the lock: what was read before it may be past.
            await books.TakeAsync(resellerId, cancellation);
            balance = await balances.OfAsync(resellerId, cancellation);
        }

        var facts = await reading.OfAsync(resellerId, cancellation);
        var plan = facts.Decide(balance.Amount, settings, caps);
        await decisions.WriteAsync(resellerId, balance, plan, await MakeSoAsync(resellerId, balance, facts, plan, cancellation), cancellation);
    }

    private async Task<Payment?> MakeSoAsync(long resellerId, Balance balance, AutopaymentFacts facts, AutopaymentPlan plan, CancellationToken cancellation)
    {
        switch (plan.Outcome)
        {
            case AutopaymentOutcome.Charge:
                return await StageAsync(resellerId, balance.Version, plan, cancellation);
            case AutopaymentOutcome.Paused when facts.Choice.PausedUntil != plan.RetryAt:
                (await Autopayment.ForChangeAsync(db, resellerId, cancellation)).Pause(plan.RetryAt!.Value);
                db.Tell(() => new AutopaymentPaused(resellerId, plan.RetryAt.Value));
                await letters.PausedAsync(resellerId, plan, cancellation);
                break;
            case AutopaymentOutcome.SwitchedOff:
                (await Autopayment.ForChangeAsync(db, resellerId, cancellation)).SwitchOff(clock.GetUtcNow());
                db.Tell(() => new AutopaymentSwitchedOff(resellerId));
                await letters.SwitchedOffAsync(resellerId, plan, cancellation);
                break;
        }

        return null;
    }

    private async Task<Payment> StageAsync(long resellerId, long version, AutopaymentPlan plan, CancellationToken cancellation)
    {
        var reseller = await db.Resellers.SingleAsync(r => r.Id == resellerId, cancellation);
        var method = await db.PaymentMethods.SingleAsync(m => m.Id == plan.PaymentMethod!.Id, cancellation);
        var payment = Payment.Of(reseller, PaymentPurpose.Autopayment, plan.Amount!.Value, method, await CycleAsync(resellerId, version, cancellation), clock.GetUtcNow());
        db.Payments.Add(payment);
        db.Tell(() => new PaymentChanged(resellerId, payment.Id));
        CrashPoint.Hit("C21");
        return payment;
    }

    /// <summary>Names the payment by the posting that left the balance low, and by how often that was tried: the same try has the same name on every host.</summary>
    private async Task<string> CycleAsync(long resellerId, long version, CancellationToken cancellation)
    {
        var cycle = string.Create(CultureInfo.InvariantCulture, $"balance:{version}:");
        var tries = await db.Payments.CountAsync(
            p => p.ResellerId == resellerId && p.Purpose == PaymentPurpose.Autopayment && p.IdempotencyKey.StartsWith(cycle), cancellation);
        return string.Create(CultureInfo.InvariantCulture, $"{cycle}{tries + 1}");
    }
}
