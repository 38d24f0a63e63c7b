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
/// <param name="Sql">A query that returns a row for each thing that breaks it, and none while it holds. The same on SQLite, PostgreSQL and SQL Server.</param>
public sealed record Invariant(string Name, string Meaning, string Sql);
