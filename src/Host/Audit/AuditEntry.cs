using Cln.Graph;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Host.Audit;

/// <summary>Something that somebody did, or was refused. Written in the transaction of the deed and never changed; it has no passwords, secrets or other input.</summary>
[Node(Scopes.UsersWrite)]
internal sealed class AuditEntry : INode, IOwned
{
    public const int LongestDetail = 100;
    public const int LongestReason = 150;

    public long Id { get; private set; }

    /// <summary>0 when it is about nobody's account.</summary>
    [Hidden] public required long ResellerId { get; init; }

    /// <summary>When.</summary>
    [Listed] public required DateTimeOffset At { get; init; }

    /// <summary>What kind of caller it was.</summary>
    [Listed] public required AuditActor Actor { get; init; }

    /// <summary>Who, such as "user:7" or "token:3".</summary>
    [Hidden, Listed("principal")] public required string By { get; init; }

    [Hidden] public required string? FromAddress { get; init; }

    /// <summary>What was done: the name of the mutation, or of what the platform did by itself.</summary>
    [Listed] public required string Action { get; init; }

    [Hidden] public required string SubjectList { get; init; }

    /// <summary>How it ended.</summary>
    [Listed] public required AuditOutcome Outcome { get; init; }

    /// <summary>The code of the error that it was refused with; null when it was done.</summary>
    [Listed] public required string? Code { get; init; }

    /// <summary>Names the request in the host's logs and traces: the trace id of a `traceparent` header where one was sent. Null for the platform.</summary>
    [Listed] public required string? RequestId { get; init; }

    /// <summary>What exactly was done, where that isn't clear from the rest, such as "-20.00 USD"; mostly null.</summary>
    public required string? Detail { get; init; }

    [Hidden] public required string? Why { get; init; }

    /// <summary>The global ids of what it was about: those in the mutation's input, and what it made or changed, 500 of them at most. Not all of them need still be there.</summary>
    public IReadOnlyList<string> Subjects() => [.. SubjectList.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Audit.Subjects.GlobalId)];

    /// <summary>Who: "user:7", "token:3", "machine", "platform" or "anonymous". To resellers the vendor's staff is "operator".</summary>
    public string Principal(Caller caller) => IsHiddenFrom(caller) ? "operator" : By;

    /// <summary>The address that the call came from; null for the platform, and to resellers for the vendor's staff.</summary>
    public string? Address(Caller caller) => IsHiddenFrom(caller) ? null : FromAddress;

    /// <summary>Why, in an operator's words; for operators.</summary>
    public string? Reason(Caller caller) => caller.SeesEverything ? Why : null;

    private bool IsHiddenFrom(Caller caller) => Actor == AuditActor.Operator && !caller.SeesEverything;
}

/// <summary>What kind of caller did something.</summary>
internal enum AuditActor
{
    /// <summary>A person of the reseller's, signed in.</summary>
    User,

    /// <summary>A program with an API token.</summary>
    Token,

    /// <summary>The vendor's staff.</summary>
    Operator,

    /// <summary>Somebody who isn't signed in and acts for an account by another credential: a server, or the holder of a registration's link.</summary>
    Machine,

    /// <summary>The platform by itself: a job, or what follows from an event.</summary>
    Platform,

    /// <summary>Somebody who isn't signed in.</summary>
    Anonymous,
}

/// <summary>How something ended.</summary>
internal enum AuditOutcome
{
    /// <summary>It is stored. Of a mutation that also asks somebody outside, that it was begun: the state of its subject tells how it went on.</summary>
    Done,

    /// <summary>It was refused.</summary>
    Refused,
}

internal sealed class AuditEntryMapping : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.ToTable("audit_log", table => table.HasTrigger("audit_log_append_only"));
        entry.Property(e => e.By).HasColumnName("principal").HasMaxLength(100);
        entry.Property(e => e.FromAddress).HasColumnName("address").HasMaxLength(45);
        entry.Property(e => e.Action).HasMaxLength(100);
        entry.Property(e => e.SubjectList).HasColumnName("subjects");
        entry.Property(e => e.Code).HasMaxLength(100);
        entry.Property(e => e.RequestId).HasMaxLength(64);
        entry.Property(e => e.Detail).HasMaxLength(AuditEntry.LongestDetail);
        entry.Property(e => e.Why).HasColumnName("reason").HasMaxLength(AuditEntry.LongestReason);
        entry.HasIndex(e => new { e.ResellerId, e.Id });
        entry.HasIndex(e => e.At);
    }
}
