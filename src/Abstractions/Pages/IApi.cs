using System.Diagnostics.CodeAnalysis;

namespace Cln.Pages;

/// <summary>
/// A GraphQL document of a page: one operation. Kept in a static field of the page, it is among the documents that the host trusts, and a test holds it against the schema.
/// </summary>
/// <param name="Text">The operation.</param>
public sealed record ApiDocument([StringSyntax("graphql")] string Text);

/// <summary>The API of this host, as whoever looks at the page may use it. A page has no other way to the data.</summary>
public interface IApi
{
    /// <summary>Runs a query; its <c>data</c> as a <typeparamref name="T"/> whose properties are the root fields.</summary>
    /// <exception cref="ApiRefused">The API answered with an error.</exception>
    Task<T> AskAsync<T>(ApiDocument document, object? variables = null, CancellationToken cancellation = default);

    /// <summary>Runs a mutation of one root field; its payload as a <typeparamref name="T"/>, or the first of its <c>errors</c>, of which the document asks <c>... on Error { code message }</c>.</summary>
    Task<Outcome<T>> SendAsync<T>(ApiDocument document, object? variables = null, CancellationToken cancellation = default);

    /// <summary>Listens to a subscription: its root field's value as a <typeparamref name="T"/>, again and again. It ends when the rights to it change.</summary>
    /// <param name="document">The subscription.</param>
    /// <param name="variables">Its variables.</param>
    /// <param name="after">The cursor of the event after which it begins; null for now.</param>
    /// <param name="cancellation">Ends it.</param>
    IAsyncEnumerable<T> ListenAsync<T>(ApiDocument document, object? variables = null, string? after = null, CancellationToken cancellation = default);
}

/// <summary>What became of a mutation.</summary>
/// <param name="Value">The payload; null when there was a problem.</param>
/// <param name="Problem">What was wrong; null when it worked.</param>
public sealed record Outcome<T>(T? Value, Problem? Problem);

/// <summary>What the API found wrong.</summary>
/// <param name="Code">Its stable name, such as <c>INSUFFICIENT_FUNDS</c>.</param>
/// <param name="Message">Which check failed and what to do.</param>
/// <param name="Field">The input that failed; null when it isn't about one.</param>
public sealed record Problem(string Code, string Message, string? Field = null)
{
    /// <summary>The mutation itself said so: nothing was done, and nothing will be under its idempotency key. False where the answer may have been lost.</summary>
    public bool IsFinal { get; init; }
}

/// <summary>The API refused a whole request: no rights, too many requests, or a failure of ours.</summary>
public sealed class ApiRefused(Problem problem) : Exception($"{problem.Code}: {problem.Message}")
{
    public Problem Problem => problem;
}

/// <summary>A page of a list, as the API's connections have it.</summary>
public sealed record Rows<T>(IReadOnlyList<T> Nodes, RowsInfo? PageInfo = null, int? TotalCount = null);

/// <summary>Where a page of a list ends, and whether there is more.</summary>
public sealed record RowsInfo(string? EndCursor, bool HasNextPage);
