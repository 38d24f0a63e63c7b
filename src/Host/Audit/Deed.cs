using Cln.Host.Graph;

namespace Cln.Host.Audit;

/// <summary>
/// A mutation that is under way, on its way into the audit log. The first unit of work that it commits writes its entry, whichever scope that is
/// in, so that nothing is changed without one; a mutation that commits nothing, because there was nothing to do or it was refused, writes it at its end.
/// </summary>
internal sealed class Deed
{
    private static readonly AsyncLocal<Deed?> current = new();

    private readonly List<string> subjects = [];
    private readonly MutationInfo mutation;
    private readonly object? input;
    private readonly Caller caller;
    private Stage stage = Stage.Ahead;
    private string? code;
    private long? about;
    private string? detail;
    private string? reason;

    private Deed(MutationInfo mutation, object? input, Caller caller) => (this.mutation, this.input, this.caller) = (mutation, input, caller);

    private enum Stage
    {
        Ahead,
        UnderWay,
        Ended,
        Written,
    }

    /// <summary>The mutation that the code that runs now belongs to; null when that is none.</summary>
    public static Deed? Current => current.Value;

    /// <summary>An entry is due, and has not been committed.</summary>
    public bool IsDue => stage is Stage.UnderWay or Stage.Ended;

    /// <summary>It is over without an entry. What somebody who isn't signed in was refused is nobody's business: anybody could fill the log with it.</summary>
    public bool IsLeft => stage == Stage.Ended && !(code is not null && caller.IsAnonymous);

    public static Deed Begin(MutationInfo mutation, object? input, Caller caller) => current.Value = new(mutation, input, caller);

    /// <summary>Runs the resolver. The database may ask for that more than once.</summary>
    public async Task<object?> DoAsync(Func<Task<object?>> resolve)
    {
        if (stage != Stage.Written) stage = Stage.UnderWay;
        code = null;
        subjects.Clear();
        try
        {
            var result = await resolve();
            End();
            return result;
        }
        catch (DomainError error)
        {
            code = error.Code;
            End();
            throw;
        }
    }

    public void Explain(long resellerId, string what, string? why) => (about, detail, reason) = (resellerId, what, why);

    public void About(long resellerId, string subject)
    {
        about = resellerId;
        subjects.Add(subject);
    }

    public void Refuse(string error) => code = error;

    /// <summary>The entry, when this came of the unit that is to be committed.</summary>
    public AuditEntry Entry(object? result, DateTimeOffset now) => new()
    {
        ResellerId = about ?? caller.ResellerId ?? Subjects.OwnerOf(input, result) ?? 0,
        At = now,
        Actor = ActorOf(caller),
        By = caller.Principal,
        FromAddress = caller.Address is { } address ? IpAddress.From(address).ToString() : null,
        Action = mutation.Name,
        SubjectList = string.Join(' ', Subjects.OfInput(input).Concat(subjects).Concat(Subjects.OfResult(result)).Distinct(StringComparer.Ordinal).Take(Subjects.Most)),
        Outcome = code is null ? AuditOutcome.Done : AuditOutcome.Refused,
        Code = code,
        RequestId = caller.RequestId,
        Detail = detail,
        Why = reason,
    };

    /// <summary>The entry is committed.</summary>
    public void Written() => stage = Stage.Written;

    private void End()
    {
        if (stage == Stage.UnderWay) stage = Stage.Ended;
    }

    private static AuditActor ActorOf(Caller caller) => caller switch
    {
        { Principal: "platform" } => AuditActor.Platform,
        { TokenId: not null } => AuditActor.Token,
        { SeesEverything: true } => AuditActor.Operator,
        { UserId: not null } => AuditActor.User,
        { ResellerId: not null } => AuditActor.Machine,
        _ => AuditActor.Anonymous,
    };
}
