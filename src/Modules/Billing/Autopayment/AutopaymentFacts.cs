using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>Everything that decides about an autopayment, apart from the balance.</summary>
/// <param name="Choice">What the reseller chose.</param>
/// <param name="IsOn">False when the operator has stopped all autopayments.</param>
/// <param name="IsUnderWay">One is open.</param>
/// <param name="Attempts">How many were made in the last 24 hours.</param>
/// <param name="Charged">What they charged, or may yet charge.</param>
/// <param name="Turns">The payment methods in the order in which they are tried.</param>
/// <param name="Now">The time.</param>
internal sealed record AutopaymentFacts(Autopayment Choice, bool IsOn, bool IsUnderWay, int Attempts, Money Charged, IReadOnlyList<MethodTurn> Turns, DateTimeOffset Now)
{
    private static readonly TimeSpan day = TimeSpan.FromHours(24);

    /// <summary>The rules. Whoever charges, tells or only simulates asks here.</summary>
    public AutopaymentPlan Decide(Money balance, BillingSettings billing, AutopaymentSettings caps)
    {
        AutopaymentPlan Plan(AutopaymentOutcome outcome, string reason, Money? amount = null, PaymentMethod? method = null, DateTimeOffset? retryAt = null) =>
            new(balance, outcome, reason, amount, method, retryAt);

        if (Choice.Type == AutopaymentType.None)
            return Plan(AutopaymentOutcome.NotChosen, Choice.SwitchedOffAt is null ? "You chose that nothing is charged automatically." : "Autopayment was switched off, as no payment method was left to try. Choose again when you have one.");
        if (Choice.Due(balance, billing) is not { } due) return Plan(AutopaymentOutcome.NothingDue, "The balance is high enough.");
        if (!IsOn) return Plan(AutopaymentOutcome.Stopped, "Automatic payments are stopped for everybody at the moment.", due);
        if (IsUnderWay) return Plan(AutopaymentOutcome.UnderWay, "An automatic payment is under way already.", due);
        if (Choice.PausedUntil > Now) return Plan(AutopaymentOutcome.Paused, "Automatic payments are paused because a daily limit was reached.", due, retryAt: Choice.PausedUntil);

        var next = Next();
        if (next is not { Kind: MethodTurnKind.Ready }) return Plan(Standstill(next), next?.Why ?? "There is no payment method to charge.", due, retryAt: next?.Until);

        var amount = Money.Min(due, Money.Min(caps.Largest, caps.Daily - Charged));
        if (Attempts >= AutopaymentSettings.Attempts)
            return Plan(AutopaymentOutcome.Paused, $"{AutopaymentSettings.Attempts} automatic payments were tried within 24 hours, and there are no more than that.", due, retryAt: Now + day);
        return amount < billing.AutopaymentMinimum
            ? Plan(AutopaymentOutcome.Paused, $"{Charged} were charged automatically within 24 hours, and the limit is {caps.Daily}.", due, retryAt: Now + day)
            : Plan(AutopaymentOutcome.Charge, $"{next.Method.Label} is charged.", amount, next.Method);
    }

    /// <summary>The first that may be charged; else what is waited for, the shortest wait first; else the last that was given up.</summary>
    private MethodTurn? Next()
    {
        var reachable = Turns.Where(turn => turn.Kind != MethodTurnKind.OutOfReach).ToList();
        return reachable.Find(turn => turn.Kind == MethodTurnKind.Ready)
            ?? reachable.Where(turn => turn.Kind == MethodTurnKind.Rests).MinBy(turn => turn.Until)
            ?? reachable.Find(turn => turn.Kind == MethodTurnKind.WaitsForPayer)
            ?? reachable.FirstOrDefault();
    }

    /// <summary>A method whose gateway isn't there is neither charged nor given up.</summary>
    private AutopaymentOutcome Standstill(MethodTurn? next) => next?.Kind switch
    {
        null => AutopaymentOutcome.NoMethod,
        MethodTurnKind.Rests => AutopaymentOutcome.Rests,
        MethodTurnKind.WaitsForPayer => AutopaymentOutcome.WaitsForPayer,
        _ => Turns.Any(turn => turn.Kind == MethodTurnKind.OutOfReach) ? AutopaymentOutcome.NoMethod : AutopaymentOutcome.SwitchedOff,
    };
}

/// <summary>Reads the facts.</summary>
internal sealed class AutopaymentReading(ClnDbContext db, PaymentMethods methods, IEnumerable<IGateway> gateways, AutopaymentSwitch master, TimeProvider clock)
{
    private static readonly TimeSpan day = TimeSpan.FromHours(24);

    public async Task<AutopaymentFacts> OfAsync(long resellerId, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var choice = await Autopayment.OfAsync(db, resellerId, cancellation);
        var recent = await RecentAsync(resellerId, now - day, cancellation);
        return new(
            choice,
            master.IsOn,
            recent.Exists(payment => payment.State.IsOpen()),
            recent.Count(payment => payment.CreatedAt > now - day),
            recent.Where(payment => payment.CreatedAt > now - day && payment.State is not (PaymentState.Declined or PaymentState.Expired)).Aggregate(Money.Zero, (sum, payment) => sum + payment.Amount),
            await TurnsAsync(resellerId, choice, now, cancellation),
            now);
    }

    /// <summary>Those that were called off before they were sent don't count.</summary>
    private Task<List<Payment>> RecentAsync(long resellerId, DateTimeOffset since, CancellationToken cancellation) =>
        db.Payments.AsNoTracking()
            .Where(p => p.ResellerId == resellerId && p.Purpose == PaymentPurpose.Autopayment && p.State != PaymentState.Canceled)
            .Where(p => p.CreatedAt > since || PaymentStates.Open.Contains(p.State)).ToListAsync(cancellation);

    private async Task<IReadOnlyList<MethodTurn>> TurnsAsync(long resellerId, Autopayment choice, DateTimeOffset now, CancellationToken cancellation)
    {
        var kept = await methods.Of(resellerId).AsNoTracking().ToListAsync(cancellation);
        var current = kept.FindIndex(method => method.Current);
        if (current < 0) return [];

        var ofMethods = db.Payments.AsNoTracking().Where(p => p.ResellerId == resellerId && p.PaymentMethodId != null);
        var refusals = (await ofMethods.Where(p => p.State == PaymentState.Declined).ToListAsync(cancellation)).ToLookup(p => p.PaymentMethodId!.Value);
        var paid = await ofMethods.Where(p => p.LedgerTransactionId != null).GroupBy(p => p.PaymentMethodId!.Value)
            .Select(group => new { group.Key, Last = group.Max(p => p.Id) }).ToDictionaryAsync(group => group.Key, group => group.Last, cancellation);

        // The current one, and then round the list from there.
        return [.. kept.Skip(current).Concat(kept.Take(current)).Select(method => TurnOf(method, [.. refusals[method.Id].Select(Tried)], paid.GetValueOrDefault(method.Id), choice, now))];
    }

    private MethodTurn TurnOf(PaymentMethod method, IReadOnlyList<DeclinedTry> refusals, long lastPaid, Autopayment choice, DateTimeOffset now) =>
        gateways.Any(gateway => gateway.Code == method.Gateway) ? MethodTurn.Of(method, refusals, lastPaid, choice.ChosenAt, now) : new(method, MethodTurnKind.OutOfReach);

    private static DeclinedTry Tried(Payment payment) => new(payment.Id, payment.Purpose == PaymentPurpose.Autopayment, payment.DeclineClass, payment.DeclineCode, payment.CreatedAt);
}
