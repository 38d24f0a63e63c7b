using GraphQL;

namespace Cln.Host.Graph;

/// <summary>One operation as a transport received it.</summary>
internal sealed record GraphRequest(string? Query, string? OperationName, Inputs? Variables, Inputs? Extensions);

/// <summary>Runs operations against the composed schema, for every transport alike.</summary>
internal sealed class GraphExecutor
{
    /// <summary>Runs one operation in the scope of its request; for a subscription the result has the stream.</summary>
    public Task<ExecutionResult> ExecuteAsync(GraphRequest request, IServiceProvider services, CancellationToken cancellation) =>
        throw new NotSupportedException();
}
