using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Billing;

/// <summary>How the balance is kept up without the reseller doing anything, by charging the current payment method.</summary>
internal sealed class Autopayment : IOwned
{
    [Hidden] public required long ResellerId { get; init; }

    /// <summary>What is done when the balance gets low.</summary>
    public AutopaymentType Type { get; private set; } = AutopaymentType.AutoRepay;

    /// <summary>The balance that AUTO_ADD_FUNDS fills up to; null for the other types.</summary>
    public Money? Amount { get; private set; }

    /// <summary>Until then nothing is charged, because a cap was reached; null when that never happened, and past when it is over.</summary>
    public DateTimeOffset? PausedUntil { get; private set; }

    /// <summary>When it was switched to NONE because no payment method was left to try; null when you chose it yourself.</summary>
    public DateTimeOffset? SwitchedOffAt { get; private set; }

    /// <summary>When the reseller last chose.</summary>
    [Hidden] public DateTimeOffset? ChosenAt { get; private set; }

    /// <summary>The reseller's choice; AUTO_REPAY where it never chose.</summary>
    internal static async Task<Autopayment> OfAsync(ClnDbContext db, long resellerId, CancellationToken cancellation) =>
        await db.Autopayments.AsNoTracking().FirstOrDefaultAsync(autopayment => autopayment.ResellerId == resellerId, cancellation) ?? new() { ResellerId = resellerId };

    internal static async Task<Autopayment> ForChangeAsync(ClnDbContext db, long resellerId, CancellationToken cancellation) =>
        await db.Autopayments.FirstOrDefaultAsync(autopayment => autopayment.ResellerId == resellerId, cancellation) ?? db.Autopayments.Add(new() { ResellerId = resellerId }).Entity;

    /// <summary>A choice that isn't kept.</summary>
    internal static Autopayment Assumed(long resellerId, AutopaymentType type, Money? amount) => new() { ResellerId = resellerId, Type = type, Amount = amount };

    /// <exception cref="InvalidInput">The amount doesn't go with the type, or would be filled up to for ever.</exception>
    internal static void Check(AutopaymentType type, Money? amount, BillingSettings settings)
    {
        var least = settings.AutopaymentThreshold + settings.AutopaymentMinimum;
        if (type != AutopaymentType.AutoAddFunds && amount is not null) throw new InvalidInput("amount", "goes with AUTO_ADD_FUNDS only: leave it out.");
        if (type == AutopaymentType.AutoAddFunds && (amount is not { } level || level < least || level > settings.MaximumPayment))
            throw new InvalidInput("amount", $"AUTO_ADD_FUNDS needs a balance to fill up to, between {least} and {settings.MaximumPayment}.");
    }

    internal void Choose(AutopaymentType type, Money? amount)
    {
        Type = type;
        Amount = type == AutopaymentType.AutoAddFunds ? amount : null;
    }

    /// <summary>The reseller has chosen anew: what was declined softly before that is forgiven.</summary>
    internal void Renew(DateTimeOffset now) => (ChosenAt, SwitchedOffAt) = (now, null);

    internal void Pause(DateTimeOffset until) => PausedUntil = until;

    internal void SwitchOff(DateTimeOffset now)
    {
        Choose(AutopaymentType.None, amount: null);
        SwitchedOffAt = now;
    }

    /// <summary>What is to be charged at this balance; null when nothing is.</summary>
    internal Money? Due(Money balance, BillingSettings settings)
    {
        Money? missing = Type switch
        {
            AutopaymentType.AutoAddFunds when balance < settings.AutopaymentThreshold => Amount - balance,
            AutopaymentType.AutoRepay when balance.IsNegative => -balance,
            _ => null,
        };
        return missing is { } due ? Money.Min(Money.Max(due, settings.AutopaymentMinimum), settings.MaximumPayment) : null;
    }
}

internal sealed class AutopaymentMapping : IEntityTypeConfiguration<Autopayment>
{
    public void Configure(EntityTypeBuilder<Autopayment> autopayment)
    {
        autopayment.ToTable("billing_autopayments");
        autopayment.HasKey(a => a.ResellerId);
        autopayment.Property(a => a.ResellerId).ValueGeneratedNever();
        autopayment.HasOne<Reseller>().WithMany().HasForeignKey(a => a.ResellerId).OnDelete(DeleteBehavior.NoAction);
    }
}

[Extends<Autopayment>]
internal static class AutopaymentLimits
{
    /// <summary>The balance below which AUTO_ADD_FUNDS acts.</summary>
    public static Money Threshold(BillingSettings settings) => settings.AutopaymentThreshold;

    /// <summary>The least that is charged at once.</summary>
    public static Money Minimum(BillingSettings settings) => settings.AutopaymentMinimum;
}

[Extends<Query>]
internal static class AutopaymentField
{
    /// <summary>How your balance is kept up.</summary>
    [Scope(Scopes.BillingRead)]
    public static Task<Autopayment> AutopaymentAsync(Caller caller, ClnDbContext db, CancellationToken cancellation) =>
        Autopayment.OfAsync(db, caller.RequireReseller(), cancellation);
}
