using System.Net.WebSockets;

namespace Cln.Host.Graph.Transport;

/// <summary>One socket from its handshake to its close: the greeting, what the client says, the pings, and the first reason to end it.</summary>
internal sealed class SocketConnection(HttpContext context, SocketWire wire, SocketOperations operations, Listeners listeners, TransportLimits limits, ILogger log) : IDisposable
{
    private readonly TaskCompletionSource<SocketClose> end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource greeted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MessageRate rate = new(limits);
    private IDisposable? place;
    private string? bearer;
    private int unanswered;

    private ISocketSignIn SignIn => context.RequestServices.GetRequiredService<ISocketSignIn>();

    public void Dispose() => place?.Dispose();

    public async Task RunAsync(CancellationToken stopping)
    {
        using var ended = new CancellationTokenSource();
        await using var stop = stopping.Register(() => end.TrySetResult(SocketClose.Stopping()));

        var listening = EndingAsync(ListenAsync);
        Task[] watching = [EndingAsync(() => GreetingAsync(ended.Token)), EndingAsync(() => KeepAliveAsync(ended.Token)), EndingAsync(() => LifetimeAsync(ended.Token)), EndingAsync(() => RightsAsync(ended.Token))];
        _ = EndingAsync(() => operations.Failed);

        var close = await end.Task;
        await ended.CancelAsync();
        await operations.CancelAllAsync();
        await wire.CloseAsync(close, listening);
        await Task.WhenAll(watching);
        await operations.StoppedAsync();
    }

    /// <summary>Lets a part of the connection end the whole, each way in which it may go wrong with its code.</summary>
    private async Task EndingAsync(Func<Task> part)
    {
        try
        {
            await part();
        }
        catch (SocketClose close)
        {
            end.TrySetResult(close);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            end.TrySetResult(SocketClose.Normal());
        }
        catch (Exception unforeseen)
        {
            log.LogError(unforeseen, "A socket failed.");
            end.TrySetResult(SocketClose.Failed());
        }
    }

    private async Task ListenAsync()
    {
        while (!end.Task.IsCompleted)
        {
            var message = await wire.ReceiveAsync(greeted.Task.IsCompleted ? limits.RequestBytes : limits.GreetingBytes);
            if (message is null) throw SocketClose.Normal();

            if (!rate.Take()) throw SocketClose.TooManyMessages(limits.MessagesPerMinute);
            Interlocked.Exchange(ref unanswered, 0);
            await HearAsync(SocketMessage.Parse(message.Value));
        }
    }

    private async Task HearAsync(SocketMessage message)
    {
        switch (message)
        {
            case { Type: "connection_init" }:
                await GreetAsync(message);
                break;
            case { Type: "ping" }:
                await wire.SendAsync(SocketMessage.Pong, CancellationToken.None);
                break;
            case { Type: "pong" }:
                break;
            case { Type: "subscribe" or "complete" } when !greeted.Task.IsCompleted:
                throw SocketClose.Unauthorized();
            case { Type: "subscribe", Id: { } id }:
                operations.Start(id, RequestOf(message));
                break;
            case { Type: "complete", Id: { } id }:
                await operations.CancelAsync(id);
                break;
            default:
                throw SocketClose.BadMessage($"A client says connection_init, ping, pong, subscribe and complete, the last two with an id; not \"{message.Type}\"");
        }
    }

    private async Task GreetAsync(SocketMessage message)
    {
        if (greeted.Task.IsCompleted) throw SocketClose.SecondGreeting();
        bearer = message.Bearer();
        if (bearer is not null) await SignInAsync(bearer);
        place = listeners.Enter(context.RequestServices.GetRequiredService<Caller>()) ?? throw SocketClose.TooManyListeners(limits.ListenersPerCaller);

        greeted.TrySetResult();
        await wire.SendAsync(SocketMessage.Ack, CancellationToken.None);
    }

    private async Task SignInAsync(string bearer)
    {
        try
        {
            if (!await SignIn.SignInAsync(context, bearer)) throw SocketClose.Forbidden();
        }
        catch (DomainError refused)
        {
            throw SocketClose.Forbidden(refused);
        }
    }

    private static GraphRequest RequestOf(SocketMessage message)
    {
        try
        {
            return RequestReader.From(message.Payload);
        }
        catch (TransportError error)
        {
            throw SocketClose.BadMessage(error.Message);
        }
    }

    private async Task GreetingAsync(CancellationToken ended)
    {
        try
        {
            await greeted.Task.WaitAsync(limits.Greeting, limits.Clock, ended);
        }
        catch (TimeoutException)
        {
            throw SocketClose.GreetingTimeout();
        }
    }

    private async Task KeepAliveAsync(CancellationToken ended)
    {
        while (true)
        {
            await Task.Delay(limits.KeepAlive, limits.Clock, ended);
            if (Interlocked.Increment(ref unanswered) > limits.MissedPings) throw SocketClose.NoPong();
            await wire.SendAsync(SocketMessage.Ping, ended);
        }
    }

    private async Task RightsAsync(CancellationToken ended)
    {
        await greeted.Task.WaitAsync(ended);
        while (true)
        {
            await Task.Delay(limits.Recheck, limits.Clock, ended);
            if (!await SignIn.StillMayAsync(context, bearer)) throw SocketClose.RightsEnded();
        }
    }

    private async Task LifetimeAsync(CancellationToken ended)
    {
        await Task.Delay(limits.Lifetime, limits.Clock, ended);
        throw SocketClose.TooOld();
    }
}
