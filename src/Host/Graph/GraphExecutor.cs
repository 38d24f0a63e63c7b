using System.Globalization;
using Cln.Events;
using Cln.Host.Documents;
using Cln.Host.Events;
using Cln.Host.Evolution;
using Cln.Host.Graph.Limits;
using Cln.Host.Graph.Transport;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace Cln.Host.Graph;

/// <summary>One operation as a transport received it.</summary>
/// <param name="Query">The document; null when the request names a stored one.</param>
/// <param name="OperationName">Which operation of it.</param>
/// <param name="Variables">The operation's.</param>
/// <param name="Extensions">What the request says besides.</param>
/// <param name="DocumentId">Names a trusted document.</param>
/// <param name="ReadsOnly">It came in a way in which nothing may be changed.</param>
internal sealed record GraphRequest(string? Query, string? OperationName, Inputs? Variables, Inputs? Extensions, string? DocumentId = null, bool ReadsOnly = false)
{
    /// <summary>The document was made of one that had been found, and asks for one page of many in their order, which is little work.</summary>
    public bool IsPageOfExport { get; init; }
}

/// <summary>Runs operations against the composed schema, for every transport alike: counted, paid for, in its turn, validated, executed.</summary>
internal sealed class GraphExecutor(
    ISchema schema, IServiceScopeFactory scopes, ErrorMask mask, GraphLimits limits, StoredDocuments stored, GraphDocuments documents, PointBuckets buckets, Turns turns, ToldErrors told,
    DeprecatedElements deprecated, ApiUses uses)
{
    /// <summary>A page of an export costs so much less than the same page by itself.</summary>
    private const int ExportDiscount = 10;

    // All that depends on the caller or the request; the core rules look at the document alone.
    private readonly IValidationRule[] rulesOfRequest = deprecated.All.Count == 0 ? [new RightsRule()] : [new RightsRule(), new DeprecationRule(deprecated)];

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
            var found = request.IsPageOfExport ? request : await stored.FindAsync(request, services, patience.Token);
            var document = documents.Read(found);
            if (request is { ReadsOnly: true, Query: null } && document.IsMutation(found.OperationName)) throw TransportError.MutationByGet();
            bucket.Spend(request.IsPageOfExport ? Math.Max(1, document.Measure.Cost / ExportDiscount) : document.Measure.Cost);
            services.GetRequiredService<Spending>().Cost = document.Measure.Cost;

            if (document.Measure.TakesLong) seconds = limits.LongSeconds;
            patience.CancelAfter(TimeSpan.FromSeconds(seconds));
            using var turn = await turns.EnterAsync(caller, patience.Token);
            var result = WithDeprecations(WithCost(await RunAsync(found, document, services, patience.Token), document.Measure), services, caller);
            if (request.ReadsOnly) services.GetRequiredService<Freshness>().Judge(request, result, schema, caller);
            return result;
        }
        catch (ExecutionError refused)
        {
            if (refused is Refusal && !caller.IsAnonymous) uses.Count(caller, ApiUseKind.Refused, refused.Code!);
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
            ValidationRules = document.IsValid ? rulesOfRequest : [.. DocumentValidator.CoreRules, .. rulesOfRequest],
            ThrowOnUnhandledException = false,
            UnhandledExceptionDelegate = mask.CoverAsync,
            CancellationToken = cancellation,
        });
        if (!result.Executed) return result;
        documents.Keep(request, document);
        stored.Keep(request);
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

    /// <summary><c>extensions.deprecations</c>: what the operation used although it is deprecated. It is counted for the caller, too.</summary>
    private ExecutionResult WithDeprecations(ExecutionResult result, IServiceProvider services, Caller caller)
    {
        if (deprecated.All.Count == 0 || !result.Executed || services.GetRequiredService<DeprecatedUses>().All is not { Count: > 0 } used) return result;
        if (!caller.IsAnonymous)
        {
            foreach (var element in used) uses.Count(caller, ApiUseKind.Deprecated, element.Path);
        }

        if (result.IsStream()) return result;
        result.Extensions ??= new(StringComparer.Ordinal);
        result.Extensions["deprecations"] = used.OrderBy(element => element.Path, StringComparer.Ordinal)
            .Select(element => new Dictionary<string, object?>(StringComparer.Ordinal) { ["path"] = element.Path, ["instead"] = element.Deprecation.Instead, ["removal"] = element.Deprecation.Removal.ToString("O", CultureInfo.InvariantCulture) }).ToList();
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
