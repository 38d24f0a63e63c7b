using Cln.Events;
using Cln.Host.Events;
using Cln.Host.Graph.Limits;
using Cln.Host.Graph.Transport;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace Cln.Host.Graph;

/// <summary>One operation as a transport received it.</summary>
internal sealed record GraphRequest(string? Query, string? OperationName, Inputs? Variables, Inputs? Extensions);

/// <summary>Runs operations against the composed schema, for every transport alike: counted, paid for, in its turn, validated, executed.</summary>
internal sealed class GraphExecutor(
    ISchema schema, IServiceScopeFactory scopes, ErrorMask mask, GraphLimits limits, GraphDocuments documents, PointBuckets buckets, Turns turns, ToldErrors told)
{
    private static readonly IValidationRule[] rules = [.. DocumentValidator.CoreRules, new RightsRule()];

    // All that depends on the caller; the other rules look at the document alone.
    private static readonly IValidationRule[] rulesOfCaller = [new RightsRule()];

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
        var result = await AnswerAsync(request, services, cancellation);
        operation.End(result.Errors is not { Count: > 0 });
        if (result.Errors is { } errors) result.Errors = told.Of(ErrorMask.Unwrapped(errors));
        return result;
    }

    /// <summary>
    /// The same for a document that the platform keeps for somebody and runs by itself: within the limits of one operation and with the rights of the scope's caller, but nobody
    /// waits for a turn, and nobody's points are spent. A subscription of which nothing is taken has not begun: so a document can be tried before it is kept.
    /// </summary>
    public async Task<ExecutionResult> ExecuteKeptAsync(string document, IServiceProvider services, CancellationToken cancellation)
    {
        var request = new GraphRequest(document, OperationName: null, Variables: null, Extensions: null);
        ExecutionResult result;
        try
        {
            result = await RunAsync(request, documents.Read(request), services, cancellation);
        }
        catch (ExecutionError refused)
        {
            result = new() { Errors = [refused] };
        }

        if (result.Errors is { } errors) result.Errors = told.Of(ErrorMask.Unwrapped(errors));
        return result;
    }

    private async Task<ExecutionResult> AnswerAsync(GraphRequest request, IServiceProvider services, CancellationToken cancellation)
    {
        var caller = services.GetRequiredService<Caller>();
        var seconds = limits.Seconds;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var bucket = buckets.Of(caller);
        try
        {
            bucket.RefuseWhenEmpty();
            var document = documents.Read(request);
            bucket.Spend(document.Measure.Cost);
            services.GetRequiredService<Spending>().Cost = document.Measure.Cost;

            if (document.Measure.WaitsOutside) seconds = limits.SecondsOutside;
            patience.CancelAfter(TimeSpan.FromSeconds(seconds));
            using var turn = await turns.EnterAsync(caller, patience.Token);
            return WithCost(await RunAsync(request, document, services, patience.Token), document.Measure);
        }
        catch (ExecutionError refused)
        {
            if (refused is not Refusal { Status: not null }) bucket.SpendAtMost(limits.RefusalPoints);
            return new() { Errors = [refused] };
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return new() { Errors = [Refusal.TimedOut(seconds)] };
        }
    }

    private async Task<ExecutionResult> RunAsync(GraphRequest request, KnownDocument document, IServiceProvider services, CancellationToken cancellation)
    {
        var result = await executer.ExecuteAsync(new ExecutionOptions
        {
            Schema = schema,
            Query = request.Query,
            Document = document.Document,
            OperationName = request.OperationName,
            Variables = request.Variables,
            Extensions = request.Extensions,
            RequestServices = services,
            ValidationRules = document.IsValid ? rulesOfCaller : rules,
            ThrowOnUnhandledException = false,
            UnhandledExceptionDelegate = mask.CoverAsync,
            CancellationToken = cancellation,
        });
        if (result.Executed) documents.Keep(request, document);
        return result;
    }

    /// <summary><c>extensions.cost</c>: what the operation costs and what one may cost. The events of a subscription don't say it again.</summary>
    private ExecutionResult WithCost(ExecutionResult result, Measure measure)
    {
        if (result.IsStream()) return result;
        result.Extensions ??= new(StringComparer.Ordinal);
        result.Extensions["cost"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["requested"] = measure.Cost, ["allowed"] = limits.Cost };
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
