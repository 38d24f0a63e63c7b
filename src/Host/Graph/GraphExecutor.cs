using Cln.Events;
using Cln.Host.Events;
using Cln.Host.Graph.Transport;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace Cln.Host.Graph;

/// <summary>One operation as a transport received it.</summary>
internal sealed record GraphRequest(string? Query, string? OperationName, Inputs? Variables, Inputs? Extensions);

/// <summary>Runs operations against the composed schema, for every transport alike.</summary>
internal sealed class GraphExecutor(ISchema schema, IServiceScopeFactory scopes, ErrorMask mask)
{
    private static readonly IValidationRule[] rules = [.. DocumentValidator.CoreRules, new RightsRule()];

    // One request has one database context, so its resolvers take turns.
    private readonly DocumentExecuter executer = new(
        new GraphQLDocumentBuilder(), new DocumentValidator(),
        new DefaultExecutionStrategySelector(
        [
            new ExecutionStrategyRegistration(new SerialExecutionStrategy(), OperationType.Query),
            new ExecutionStrategyRegistration(new SerialExecutionStrategy(), OperationType.Mutation),
            new ExecutionStrategyRegistration(new ScopedSubscriptions(scopes), OperationType.Subscription),
        ]),
        []);

    /// <summary>Runs one operation in the scope of its request; for a subscription the result has the stream.</summary>
    public async Task<ExecutionResult> ExecuteAsync(GraphRequest request, IServiceProvider services, CancellationToken cancellation)
    {
        var operation = Observability.Begin(request.OperationName);
        var result = await executer.ExecuteAsync(new ExecutionOptions
        {
            Schema = schema,
            Query = request.Query,
            OperationName = request.OperationName,
            Variables = request.Variables,
            Extensions = request.Extensions,
            RequestServices = services,
            ValidationRules = rules,
            ThrowOnUnhandledException = false,
            UnhandledExceptionDelegate = mask.CoverAsync,
            CancellationToken = cancellation,
        });
        operation.End(result.Errors is not { Count: > 0 });
        if (result.Errors is { } errors) result.Errors = ErrorMask.Unwrapped(errors);
        return result;
    }
}

/// <summary>Resolves each event of a subscription in a scope of its own, as the caller who subscribed, and puts the event's cursor beside the data.</summary>
internal sealed class ScopedSubscriptions(IServiceScopeFactory scopes) : AskedSubscriptions(new SerialExecutionStrategy())
{
    protected override async ValueTask<ExecutionResult> ProcessDataAsync(GraphQL.Execution.ExecutionContext context, ExecutionNode node, object? eventData)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().Follow(context.RequestServices!.GetRequiredService<Caller>());
        context.RequestServices = scope.ServiceProvider;
        if (eventData is not ITold told) return await base.ProcessDataAsync(context, node, eventData);
        var result = await base.ProcessDataAsync(context, node, told.Value);
        result.Extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { [EventStreams.Cursor] = EventCursor.Encode(told.Place) };
        return result;
    }
}
