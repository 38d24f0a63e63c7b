using Cln.Graph;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Billing;

/// <summary>What an operator did about a reseller's money. Written in the transaction of the deed, never changed and never deleted.</summary>
internal sealed class OperatorAction : IOwned
{
    public const int ShortestReason = 3;

    /// <summary>What statements have room for.</summary>
    public const int LongestReason = 150;

    [Hidden] public long Id { get; private set; }

    [Hidden] public required long ResellerId { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who, such as "user:7".</summary>
    public required string Principal { get; init; }

    /// <summary>What was done.</summary>
    public required OperatorActionKind Kind { get; init; }

    /// <summary>What it was done to, such as "payment 17".</summary>
    public required string Target { get; init; }

    /// <summary>How, such as "-20.00 USD" or "Cancel".</summary>
    public required string Detail { get; init; }

    /// <summary>Why, in the operator's words.</summary>
    public required string Reason { get; init; }

    /// <summary>The operator's name for what was wanted: the same name is the same deed.</summary>
    [Hidden] public required string IdempotencyKey { get; init; }

    /// <exception cref="InvalidInput">The reason is too short to be one, or too long.</exception>
    internal static void CheckReason(string reason)
    {
        if (reason.Trim().Length < ShortestReason || reason.Length > LongestReason)
            throw new InvalidInput("reason", $"says in {ShortestReason} to {LongestReason} characters why you do this.");
    }
}

/// <summary>What operators do about money.</summary>
internal enum OperatorActionKind
{
    /// <summary>Gave to a balance, or took from it.</summary>
    AdjustBalance,

    /// <summary>Gave money of a payment back.</summary>
    RefundPayment,

    /// <summary>Decided about a payment that needed a person.</summary>
    ResolvePayment,
}

internal sealed class OperatorActionMapping : IEntityTypeConfiguration<OperatorAction>
{
    public void Configure(EntityTypeBuilder<OperatorAction> action)
    {
        action.ToTable("billing_operator_actions", table => table.HasTrigger("billing_operator_actions_append_only"));
        action.Property(a => a.Principal).HasMaxLength(64);
        action.Property(a => a.Target).HasMaxLength(64);
        action.Property(a => a.Detail).HasMaxLength(100);
        action.Property(a => a.Reason).HasMaxLength(OperatorAction.LongestReason);
        action.Property(a => a.IdempotencyKey).HasMaxLength(128);
        action.HasIndex(a => new { a.Principal, a.Kind, a.IdempotencyKey }).IsUnique();
        action.HasIndex(a => a.At);
        action.HasOne<Reseller>().WithMany().HasForeignKey(a => a.ResellerId).OnDelete(DeleteBehavior.NoAction);
    }
}
