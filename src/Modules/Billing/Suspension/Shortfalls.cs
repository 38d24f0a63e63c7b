using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>
/// What follows when a balance is below zero and no autopayment will help: a notice, a time of grace, and the suspension of as many licences as the
/// debt needs. What money comes brings them back.
/// </summary>
internal sealed class Shortfalls(
    ClnDbContext db, MonthBegins months, Balances balances, AutopaymentGate gate, ICharging charging, SuspensionItems items, ShortfallLetters letters,
    SuspensionSettings settings, IAudit audit, TimeProvider clock)
{
    public IQueryable<Shortfall> Open(long resellerId) => db.Shortfalls.Where(shortfall => shortfall.ResellerId == resellerId && shortfall.EndedAt == null);

    /// <summary>Looks at a reseller, in the caller's transaction, and does what is due. Doing it again does nothing.</summary>
    public async Task LookAsync(long resellerId, CancellationToken cancellation)
    {
        if (!await ConcernsAsync(resellerId, cancellation)) return;

        // Behind the lock, and with the month begun: what was read before may be past.
        await months.CatchUpAsync(resellerId, cancellation);
        var balance = (await balances.OfAsync(resellerId, cancellation)).Amount;
        var open = await Open(resellerId).FirstOrDefaultAsync(cancellation);
        if (open is null) await BeginAsync(resellerId, balance, cancellation);
        else if (!balance.IsNegative) await RestoreAsync(open, cancellation);
        else if (clock.GetUtcNow() < open.GraceEndsAt) await letters.RemindAsync(open, balance, cancellation);
        else await SuspendAsync(open, balance, cancellation);
    }

    private async Task<bool> ConcernsAsync(long resellerId, CancellationToken cancellation) =>
        (await balances.OfAsync(resellerId, cancellation)).Amount.IsNegative || await Open(resellerId).AnyAsync(cancellation);

    /// <summary>An autopayment that is still tried is waited for. Once the grace has begun only money ends it.</summary>
    private async Task BeginAsync(long resellerId, Money balance, CancellationToken cancellation)
    {
        if (!balance.IsNegative || (await gate.PlanAsync(resellerId, balance, cancellation)).WillHelp) return;
        var now = clock.GetUtcNow();
        var begun = new Shortfall { ResellerId = resellerId, BeganAt = now, GraceEndsAt = now.AddDays(settings.GraceDays) };
        db.Shortfalls.Add(begun);
        db.Tell(() => new GraceBegan(resellerId, begun.GraceEndsAt, -balance));
        var plan = await items.OfAsync(resellerId, cancellation);
        await letters.GraceBeganAsync(begun, balance, plan.Needed(balance), cancellation);
    }

    private async Task SuspendAsync(Shortfall open, Money balance, CancellationToken cancellation)
    {
        var plan = await items.OfAsync(open.ResellerId, cancellation);
        var needed = plan.Needed(balance);
        if (needed.Count == 0) return;

        foreach (var item in needed) await charging.SetAsync(item.Thing.Running with { Quantity = 0 }, cancellation);
        foreach (var owner in needed.GroupBy(item => item.Owner)) await owner.Key.SuspendAsync(open.ResellerId, [.. owner.Select(item => item.Thing.Id)], cancellation);
        open.Suspend(clock.GetUtcNow());
        db.Tell(() => new LicensesSuspended(open.ResellerId, needed.Count));
        await audit.WriteAsync(open.ResellerId, "suspendLicenses", $"{needed.Count} suspended, the balance was {balance}", cancellation);

        var left = (await balances.OfAsync(open.ResellerId, cancellation)).Amount;
        await letters.SuspendedAsync(open, needed, left, cancellation);
    }

    /// <summary>While the shortfall is open nothing is bought on credit, so that the charging itself says how far the money goes.</summary>
    private async Task RestoreAsync(Shortfall open, CancellationToken cancellation)
    {
        var suspended = (await items.OfAsync(open.ResellerId, cancellation)).Suspended;
        List<SuspensionItem> restored = [];
        foreach (var item in suspended)
        {
            if (!await IsPaidAsync(item, cancellation)) break;
            restored.Add(item);
        }

        foreach (var owner in restored.GroupBy(item => item.Owner)) await owner.Key.RestoreAsync(open.ResellerId, [.. owner.Select(item => item.Thing.Id)], cancellation);
        if (restored.Count == suspended.Count) open.End(clock.GetUtcNow());
        if (restored.Count == 0) return;
        db.Tell(() => new LicensesRestored(open.ResellerId, restored.Count, suspended.Count - restored.Count));
        await audit.WriteAsync(open.ResellerId, "restoreLicenses", $"{restored.Count} restored, {suspended.Count - restored.Count} still suspended", cancellation);
        await letters.RestoredAsync(open, restored, suspended.Count - restored.Count, cancellation);
    }

    private async Task<bool> IsPaidAsync(SuspensionItem item, CancellationToken cancellation)
    {
        try
        {
            await charging.SetAsync(item.Thing.Running, cancellation);
            return true;
        }
        catch (InsufficientFunds)
        {
            return false;
        }
    }
}
