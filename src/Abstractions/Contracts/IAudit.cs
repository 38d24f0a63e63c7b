namespace Cln.Contracts;

/// <summary>
/// The log of who changed what. Fulfilled by the host, which writes an entry for every mutation by itself, in the change's own transaction. This
/// is for what only the feature knows.
/// </summary>
public interface IAudit
{
    /// <summary>Says in the entry of the mutation that is under way whose account it is about, what exactly was done, and why.</summary>
    /// <param name="resellerId">Whose account it is about; 0 when it is nobody's.</param>
    /// <param name="detail">What exactly, such as "-20.00 USD": at most 100 characters, and nothing secret.</param>
    /// <param name="reason">Why, in the words of whoever did it: at most 150 characters; null when it wasn't said.</param>
    void Explain(long resellerId, string detail, string? reason);

    /// <summary>Says in the entry of the mutation that is under way what it was about, where neither its input's ids nor its result tell.</summary>
    /// <param name="resellerId">Whose account it is about.</param>
    /// <param name="type">The subject's type in the schema.</param>
    /// <param name="id">The subject's id.</param>
    void About(long resellerId, string type, long id);

    /// <summary>Says that the mutation that is under way is refused, though its transaction is committed: an attempt that was counted.</summary>
    /// <param name="code">The error's code.</param>
    void Refuse(string code);

    /// <summary>Writes an entry of something that the platform does by itself, in the transaction of the deed.</summary>
    /// <param name="resellerId">Whose account it is about; 0 when it is nobody's.</param>
    /// <param name="action">What was done, verb first as a mutation, such as "suspendLicenses".</param>
    /// <param name="detail">What exactly: at most 100 characters.</param>
    /// <param name="cancellation">Stops waiting.</param>
    Task WriteAsync(long resellerId, string action, string detail, CancellationToken cancellation);
}
