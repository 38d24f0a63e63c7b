using System.Net.WebSockets;
using GraphQL;
using GraphQLParser.AST;

namespace Cln.Host.Graph.Transport;

/// <summary>What runs on one socket: each operation in a scope of its own, as the connection's caller, until it ends, the client completes it, or the connection ends.</summary>
internal sealed class SocketOperations(Execute execute, ResultStream results, SocketWire wire, TransportLimits limits, IServiceProvider connection, ILogger log)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Operation> listened = new(StringComparer.Ordinal);
    private readonly HashSet<Operation> running = [];
    private readonly Backlog backlog = new(limits);
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
        catch (SlowReader)
        {
            failed.TrySetException(SocketClose.Unread());
        }
        catch (Exception gone) when (gone is SocketClose or WebSocketException)
        {
            failed.TrySetException(gone);
        }
        catch (Exception unforeseen)
        {
            Masked.Log(log, unforeseen);
            failed.TrySetException(SocketClose.Failed());
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
        SignIn(scope.ServiceProvider.GetRequiredService<Caller>(), connection.GetRequiredService<Caller>());
        try
        {
            var result = await execute(request, scope.ServiceProvider, until);
            if (result.Streams is { Count: > 0 })
            {
                await foreach (var next in results.ReadAsync(result, backlog, until)) await wire.SendAsync(SocketMessage.Next(operation.Id, next), until);
            }
            else if (!result.Executed || result.Operation?.Operation == OperationType.Subscription)
            {
                await EndAsync(operation, SocketMessage.Error(operation.Id, results.SerializeErrors(result)));
                return;
            }
            else
            {
                await wire.SendAsync(SocketMessage.Next(operation.Id, results.Serialize(result)), until);
            }

            await EndAsync(operation, SocketMessage.Complete(operation.Id));
        }
        catch (Exception failure) when (failure is not (SlowReader or SocketClose or WebSocketException) && !until.IsCancellationRequested)
        {
            var told = failure is ExecutionError error ? new ExecutionResult { Errors = [error] } : Masked.Log(log, failure).AsResult();
            await EndAsync(operation, SocketMessage.Error(operation.Id, results.SerializeErrors(told)));
        }
    }

    private static void SignIn(Caller caller, Caller connected)
    {
        caller.SignIn(connected.Principal, connected.UserId, connected.ResellerId, connected.Scopes);
        caller.Address = connected.Address;
    }

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
