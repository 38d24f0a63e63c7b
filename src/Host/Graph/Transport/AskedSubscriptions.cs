using System.Runtime.CompilerServices;
using GraphQL;
using GraphQL.Execution;
using ExecutionContext = GraphQL.Execution.ExecutionContext;

namespace Cln.Host.Graph.Transport;

/// <summary>Runs subscriptions whose sources are <see cref="Asked{T}"/>: each event is resolved when the client is ready for its result.</summary>
internal class AskedSubscriptions(IExecutionStrategy fields) : SubscriptionExecutionStrategy(fields)
{
    protected override async Task<IObservable<ExecutionResult>?> ResolveResponseStreamAsync(ExecutionContext context, ExecutionNode node)
    {
        try
        {
            var source = await node.FieldDefinition.StreamResolver!.ResolveAsync(new ReadonlyResolveFieldContext(node, context));
            return new Asked<ExecutionResult>(ResolveEachAsync(CloneExecutionContext(context, CancellationToken.None), node, (IAsyncEnumerable<object?>)source));
        }
        catch (Exception failure) when (!context.CancellationToken.IsCancellationRequested)
        {
            context.Errors.Add(await ErrorAsync(context, node, failure));
            return null;
        }
    }

    private async IAsyncEnumerable<ExecutionResult> ResolveEachAsync(ExecutionContext subscribed, ExecutionNode node, IAsyncEnumerable<object?> source, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var events = source.GetAsyncEnumerator(cancellation);
        while (await MoveNextAsync(events, subscribed, node, cancellation))
        {
            using var context = CloneExecutionContext(subscribed, cancellation);
            yield return await ProcessDataAsync(context, node, events.Current);
        }
    }

    private async Task<bool> MoveNextAsync(IAsyncEnumerator<object?> events, ExecutionContext subscribed, ExecutionNode node, CancellationToken cancellation)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            throw await ErrorAsync(subscribed, node, failure);
        }
    }

    private async Task<ExecutionError> ErrorAsync(ExecutionContext context, ExecutionNode node, Exception failure)
    {
        var error = failure as ExecutionError ?? await ProcessErrorAsync(context, node, failure);
        error.Path = node.ResponsePath;
        return error;
    }
}
