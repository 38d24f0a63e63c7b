using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>Whether money is missing, and what follows.</summary>
internal enum SuspensionState
{
    /// <summary>Nothing is missing that an autopayment won't bring.</summary>
    None,

    /// <summary>Money is missing. Nothing is suspended yet.</summary>
    Grace,

    /// <summary>The grace is over, or something is suspended.</summary>
    Suspended,
}

/// <summary>What a debt does to your licences now.</summary>
/// <param name="State">How far it has come.</param>
/// <param name="Since">When the grace began; null when nothing is missing.</param>
/// <param name="GraceEndsAt">From when on licences are suspended; null when nothing is missing.</param>
/// <param name="ToPay">What brings the balance to zero.</param>
/// <param name="ToRestoreAll">What brings the balance to zero and restores everything that is suspended, if it comes today.</param>
/// <param name="Count">How many licences and server accounts are suspended.</param>
/// <param name="Suspended">Them, in the order in which they come back; the first 500.</param>
internal sealed record Suspension(
    SuspensionState State, DateTimeOffset? Since, DateTimeOffset? GraceEndsAt, Money ToPay, Money ToRestoreAll, int Count, IReadOnlyList<SuspensionItem> Suspended);

/// <summary>What would be suspended at a balance.</summary>
/// <param name="Balance">The balance that was assumed.</param>
/// <param name="Count">How many more would be suspended.</param>
/// <param name="MonthlyPrice">What they cost for a whole month, together.</param>
/// <param name="Items">Them, in the order in which they would be suspended; the first 500.</param>
/// <param name="Order">Everything that can be suspended and isn't, in that order; the first 500.</param>
internal sealed record SuspensionPreview(Money Balance, int Count, Money MonthlyPrice, IReadOnlyList<SuspensionItem> Items, IReadOnlyList<SuspensionItem> Order);

[Extends<Query>]
internal static class SuspensionFields
{
    private const int Shown = 500;

    /// <summary>Whether a debt has begun to cost you licences, and what brings them back.</summary>
    [Scope(Scopes.BillingRead)]
    public static async Task<Suspension> SuspensionAsync(
        Caller caller, ClnDbContext db, Shortfalls shortfalls, SuspensionItems items, Balances balances, TimeProvider clock, CancellationToken cancellation)
    {
        var resellerId = caller.RequireReseller();
        var open = await shortfalls.Open(resellerId).AsNoTracking().FirstOrDefaultAsync(cancellation);
        var balance = (await balances.OfAsync(resellerId, cancellation)).Amount;

        // Nothing is suspended but in a shortfall; whoever has a hundred thousand licences needn't wait for them to be counted.
        var suspended = open?.SuspendedAt is null ? [] : (await items.OfAsync(resellerId, cancellation)).Suspended;
        var restoring = suspended.Count == 0 ? Money.Zero : await items.RestoringAsync(resellerId, suspended, cancellation);
        var state = open is null ? SuspensionState.None : open.SuspendedAt is not null || open.GraceEndsAt <= clock.GetUtcNow() ? SuspensionState.Suspended : SuspensionState.Grace;
        return new(state, open?.BeganAt, open?.GraceEndsAt, Missing(balance), Missing(balance - restoring), suspended.Count, [.. suspended.Take(Shown)]);
    }

    /// <summary>
    /// What would be suspended if the grace were over: in your order, the first ones, until the monthly prices of what is suspended reach the
    /// debt. Nothing is done.
    /// </summary>
    /// <param name="balance">The balance to assume, such as "-50.00"; left out, that of now.</param>
    [Scope(Scopes.BillingRead)]
    public static async Task<SuspensionPreview> SuspensionPreviewAsync(
        Caller caller, SuspensionItems items, Balances balances, CancellationToken cancellation, Money? balance = null)
    {
        var resellerId = caller.RequireReseller();
        var assumed = balance ?? (await balances.OfAsync(resellerId, cancellation)).Amount;
        var plan = await items.OfAsync(resellerId, cancellation);
        var needed = plan.Needed(assumed);
        return new(assumed, needed.Count, SuspensionPlan.Sum(needed), [.. needed.Take(Shown)], [.. plan.InOrder.Where(item => item.SuspendedAt is null).Take(Shown)]);
    }

    /// <summary>What you chose to be suspended first, by key; what isn't named follows, the newest first. At most 1,000.</summary>
    [Scope(Scopes.BillingRead)]
    public static Task<IReadOnlyList<string>> SuspensionOrderAsync(Caller caller, SuspensionItems items, CancellationToken cancellation) =>
        items.OrderAsync(caller.RequireReseller(), cancellation);

    private static Money Missing(Money balance) => balance.IsNegative ? -balance : Money.Zero;
}
