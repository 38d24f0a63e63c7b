namespace Cln.Contracts;

/// <summary>What must be true of a module's rows at every moment, as queries that find what breaks it. A service; a module brings its own, and more than one may.</summary>
/// <remarks>Run after every test, nightly, and when an operator asks.</remarks>
public interface IInvariants
{
    IReadOnlyList<Invariant> All { get; }
}

/// <summary>A statement about the rows that holds after every transaction.</summary>
/// <param name="Name">A short name that never changes, such as "I17".</param>
/// <param name="Meaning">What is true, in one sentence.</param>
/// <param name="Sql">
/// A query that returns a row for each thing that breaks it, and none while it holds. The same on SQLite, PostgreSQL and SQL Server. It may say
/// <c>:now</c>, the time in milliseconds.
/// </param>
public sealed record Invariant(string Name, string Meaning, string Sql)
{
    public const string Now = ":now";

    /// <summary>It is about something being done in time: true while the platform runs and the clock goes as clocks do, which that of a test doesn't.</summary>
    public bool IsAboutTime => Sql.Contains(Now, StringComparison.Ordinal);
}

/// <summary>What must be true at every moment and no SQL can tell: hashes, signatures, files. A scoped service; a module brings its own, and more than one may.</summary>
/// <remarks>Run together with the invariants.</remarks>
public interface ICheck
{
    /// <summary>A short name that never changes, such as "L1".</summary>
    string Name { get; }

    /// <summary>What is true, in one sentence.</summary>
    string Meaning { get; }

    /// <summary>Finds what breaks it: a sentence for each thing, that names it; none while it holds.</summary>
    IAsyncEnumerable<string> FindAsync(CancellationToken cancellation);
}
