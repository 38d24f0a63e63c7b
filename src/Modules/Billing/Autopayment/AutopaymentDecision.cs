using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using GraphQL.DataLoader;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Billing;

/// <summary>
/// What was decided about an autopayment, and why: after each posting, and every five minutes while the balance is low. A decision that is
/// the same as the one before it (outcome, amount, payment method, time of the next try) is counted there and makes no row of its own;
/// every payment has one.
/// </summary>
[Node(Scopes.BillingRead)]
internal sealed class AutopaymentDecision : INode, IOwned
{
    public const int LongestReason = 300;

    public long Id { get; private set; }

    [Hidden] public required long ResellerId { get; init; }

    /// <summary>When it was decided, for the first time.</summary>
    [Listed] public required DateTimeOffset At { get; init; }

    /// <summary>When the same was decided for the last time.</summary>
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>How often the same was decided, one after the other.</summary>
    public int Times { get; init; } = 1;

    /// <summary>The balance that was looked at, the first time.</summary>
    public required Money Balance { get; init; }

    /// <summary>The version of that balance.</summary>
    public required long Version { get; init; }

    /// <summary>What followed.</summary>
    [Listed] public required AutopaymentOutcome Outcome { get; init; }

    /// <summary>The same for people, with the why.</summary>
    public required string Reason { get; init; }

    /// <summary>What was charged, or would have been if nothing had stood in the way; null when nothing was due.</summary>
    public required Money? Amount { get; init; }

    /// <summary>When it is tried again, where time is what it waits for.</summary>
    public required DateTimeOffset? RetryAt { get; init; }

    [Hidden] public long? PaymentId { get; private set; }

    [Hidden] public Payment? MadePayment { get; init; }

    [Hidden] public long? PaymentMethodId { get; init; }

    internal bool Says(AutopaymentPlan plan) =>
        (Outcome, Amount, RetryAt, PaymentMethodId) == (plan.Outcome, plan.Amount, plan.RetryAt, plan.PaymentMethod?.Id) && Reason == plan.Reason;
}

internal sealed class AutopaymentDecisionMapping : IEntityTypeConfiguration<AutopaymentDecision>
{
    public void Configure(EntityTypeBuilder<AutopaymentDecision> decision)
    {
        decision.ToTable("billing_autopayment_decisions");
        decision.Property(d => d.Reason).HasMaxLength(AutopaymentDecision.LongestReason);
        decision.HasIndex(d => new { d.ResellerId, d.Id });
        decision.HasIndex(d => d.PaymentId);
        decision.HasIndex(d => d.PaymentMethodId);
        decision.HasOne<Reseller>().WithMany().HasForeignKey(d => d.ResellerId).OnDelete(DeleteBehavior.NoAction).HasConstraintName("fk_billing_autopayment_decisions_reseller_id");
        decision.HasOne(d => d.MadePayment).WithMany().HasForeignKey(d => d.PaymentId).OnDelete(DeleteBehavior.NoAction).HasConstraintName("fk_billing_autopayment_decisions_payment_id");
        decision.HasOne<PaymentMethod>().WithMany().HasForeignKey(d => d.PaymentMethodId).OnDelete(DeleteBehavior.NoAction)
            .HasConstraintName("fk_billing_autopayment_decisions_payment_method_id");
    }
}

/// <summary>Writes decisions down.</summary>
internal sealed class AutopaymentDecisions(ClnDbContext db, TimeProvider clock)
{
    /// <summary>Adds a decision, or counts it with the one before it when that says the same.</summary>
    public async Task WriteAsync(long resellerId, Balance balance, AutopaymentPlan plan, Payment? payment, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var all = db.AutopaymentDecisions.Where(decision => decision.ResellerId == resellerId);
        var last = await all.AsNoTracking().OrderByDescending(decision => decision.Id).FirstOrDefaultAsync(cancellation);
        if (payment is null && last?.Says(plan) is true)
        {
            await all.Where(decision => decision.Id == last.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(decision => decision.Times, decision => decision.Times + 1).SetProperty(decision => decision.LastAt, now), cancellation);
            return;
        }

        db.AutopaymentDecisions.Add(new()
        {
            ResellerId = resellerId,
            At = now,
            LastAt = now,
            Balance = balance.Amount,
            Version = balance.Version,
            Outcome = plan.Outcome,
            Reason = plan.Reason,
            Amount = plan.Amount,
            RetryAt = plan.RetryAt,
            MadePayment = payment,
            PaymentMethodId = plan.PaymentMethod?.Id,
        });
    }
}

[Extends<AutopaymentDecision>]
internal static class PartsOfAutopaymentDecision
{
    /// <summary>The payment that was made; null when none was.</summary>
    public static IDataLoaderResult<Payment?>? Payment(AutopaymentDecision decision, PaymentsById payments, CancellationToken cancellation) =>
        decision.PaymentId is { } id ? payments.Load(id, cancellation) : null;

    /// <summary>What was charged; null when nothing was.</summary>
    public static IDataLoaderResult<PaymentMethod?>? PaymentMethod(AutopaymentDecision decision, PaymentMethodsById methods, CancellationToken cancellation) =>
        decision.PaymentMethodId is { } id ? methods.Load(id, cancellation) : null;
}

/// <summary>The cards and wallets that decisions chose, the removed ones too.</summary>
internal sealed class PaymentMethodsById(ClnDbContext db) : Batch<long, PaymentMethod>
{
    protected override async Task<IReadOnlyDictionary<long, PaymentMethod>> LoadAsync(IReadOnlyCollection<long> keys, CancellationToken cancellation) =>
        await db.PaymentMethods.AsNoTracking().Where(method => keys.Contains(method.Id)).ToDictionaryAsync(method => method.Id, cancellation);
}

[Extends<Reseller>]
internal static class AutopaymentDecisionsOfReseller
{
    /// <summary>What was decided about the reseller's autopayments, and why, newest first.</summary>
    [Scope(Scopes.BillingRead)]
    public static Task<Connection<AutopaymentDecision>> AutopaymentDecisionsAsync(Reseller reseller, Listing<AutopaymentDecision> list, ClnDbContext db, CancellationToken cancellation) =>
        list.PageAsync(db.AutopaymentDecisions.AsNoTracking().Where(decision => decision.ResellerId == reseller.Id), cancellation);
}

[Extends<Query>]
internal static class AutopaymentDecisionsField
{
    /// <summary>What was decided about your autopayments, and why, newest first.</summary>
    [Scope(Scopes.BillingRead)]
    public static Task<Connection<AutopaymentDecision>> AutopaymentDecisionsAsync(Caller caller, Listing<AutopaymentDecision> list, ClnDbContext db, CancellationToken cancellation)
    {
        var resellerId = caller.RequireReseller();
        return list.PageAsync(db.AutopaymentDecisions.AsNoTracking().Where(decision => decision.ResellerId == resellerId), cancellation);
    }

    /// <summary>What an autopayment would do now if your balance were this: by the rules and the caps that hold, and with nothing done.</summary>
    /// <param name="balance">The balance to assume, such as "-15.00".</param>
    /// <param name="type">The choice to assume; left out, the one that you have saved.</param>
    /// <param name="amount">What AUTO_ADD_FUNDS is assumed to fill up to.</param>
    /// <exception cref="InvalidInput">The amount doesn't go with the type.</exception>
    [Scope(Scopes.BillingRead)]
    public static Task<AutopaymentPlan> SimulateAutopaymentAsync(
        Money balance, Caller caller, AutopaymentGate gate, BillingSettings settings, CancellationToken cancellation, AutopaymentType? type = null, Money? amount = null)
    {
        if (amount is not null && type is null) throw new InvalidInput("amount", "goes with a type only.");
        if (type is { } chosen) Autopayment.Check(chosen, amount, settings);
        return gate.PlanAsync(caller.RequireReseller(), balance, type is { } assumed ? Autopayment.Assumed(caller.RequireReseller(), assumed, amount) : null, cancellation);
    }
}
