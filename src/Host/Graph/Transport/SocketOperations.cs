using System.Net.WebSockets;
using GraphQL;
using GraphQLParser.AST;

namespace Cln.Host.Graph.Transport;

/// <summary>What runs on one socket: each operation in a scope of its own, as the connection's caller, until it ends, the client completes it, or the connection ends.</summary>
internal sealed class SocketOperations(Execute execute, ResultWriter results, IGraphQLTextSerializer serializer, ErrorMask mask, SocketWire wire, TransportLimits limits, IServiceProvider connection)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Operation> listened = new(StringComparer.Ordinal);
    private readonly HashSet<Operation> running = [];
    private readonly TaskCompletionSource failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool over;

    /// <summary>Fails when an operation has a reason to close the connection; else it never ends.</summary>
    public Task Failed => failed.Task;

    /// <exception cref="SocketClose">4409: there is an operation of this id; 4429: there are too many.</exception>
    public void Start(string id, GraphRequest request)
    {
        lock (gate)
        {
            if (over) return;
            if (listened.ContainsKey(id)) throw SocketClose.Duplicate(id);
            // Those that the client has completed still take a moment to stop, and have to be counted somewhere.
            if (listened.Count >= limits.Operations || running.Count >= 2 * limits.Operations) throw SocketClose.TooManyOperations(limits.Operations);

            var operation = new Operation(id);
            listened.Add(id, operation);
            running.Add(operation);
            operation.Work = Task.Run(() => RunAsync(operation, request));
        }
    }

    /// <summary>The client doesn't want to hear more of an operation; its id is free again.</summary>
    public async Task CancelAsync(string id)
    {
        Operation? operation;
        lock (gate) listened.Remove(id, out operation);
        if (operation is not null) await operation.Stopping.CancelAsync();
    }

    /// <summary>Starts nothing more and stops what runs.</summary>
    public async Task CancelAllAsync() => await Task.WhenAll(Last().Select(operation => operation.Stopping.CancelAsync()));

    /// <summary>Ends when everything has stopped.</summary>
    public async Task StoppedAsync() => await Task.WhenAll(Last().Select(operation => operation.Work));

    private Operation[] Last()
    {
        lock (gate)
        {
            over = true;
            return [.. running];
        }
    }

    private async Task RunAsync(Operation operation, GraphRequest request)
    {
        try
        {
            await AnswerAsync(operation, request);
        }
        catch (OperationCanceledException) when (operation.Stopping.IsCancellationRequested)
        {
            // Nobody listens any more.
        }
        catch (Exception failure)
        {
            failed.TrySetException(failure);
        }
        finally
        {
            Forget(operation);
            lock (gate) running.Remove(operation);
        }
    }

    private async Task AnswerAsync(Operation operation, GraphRequest request)
    {
        var until = operation.Stopping.Token;
        await using var scope = connection.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().Follow(connection.GetRequiredService<Caller>());
        try
        {
            var result = await execute(request, scope.ServiceProvider, until);
            if (result.IsStream())
            {
                await foreach (var next in result.Stream().WithCancellation(until)) await NextAsync(operation, next);
            }
            else if (!result.Executed || result.Operation?.Operation == OperationType.Subscription)
            {
                await FailAsync(operation, result.Errors ?? []);
                return;
            }
            else
            {
                await NextAsync(operation, result);
            }

            await EndAsync(operation, SocketMessage.Complete(operation.Id));
        }
        catch (Exception failure) when (failure is not (SocketClose or WebSocketException) && !until.IsCancellationRequested)
        {
            await FailAsync(operation, [failure as ExecutionError ?? mask.Covered(failure)]);
        }
    }

    private async Task NextAsync(Operation operation, ExecutionResult result) =>
        await wire.SendAsync(SocketMessage.Next(operation.Id, await results.TextAsync(result, operation.Stopping.Token)), operation.Stopping.Token);

    private Task FailAsync(Operation operation, ExecutionErrors errors) => EndAsync(operation, SocketMessage.Error(operation.Id, serializer.Serialize(errors)));

    /// <summary>Sends an operation's last message. Its id is free before that: the client may use it again as soon as it hears.</summary>
    private async Task EndAsync(Operation operation, byte[] message)
    {
        Forget(operation);
        await wire.SendAsync(message, operation.Stopping.Token);
    }

    private void Forget(Operation operation)
    {
        lock (gate)
        {
            if (listened.GetValueOrDefault(operation.Id) == operation) listened.Remove(operation.Id);
        }
    }

    private sealed class Operation(string id)
    {
        public string Id => id;

        /// <summary>Linked to nothing and without a timer, it holds nothing that would have to be disposed.</summary>
        public CancellationTokenSource Stopping { get; } = new();

        public Task Work { get; set; } = Task.CompletedTask;
    }
}
