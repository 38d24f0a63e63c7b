using System.Text;
using GraphQL;
using Microsoft.AspNetCore.Http.Features;

namespace Cln.Host.Graph.Transport;

/// <summary>One operation's results as server-sent events, in the protocol graphql-sse, a connection for each: <c>next</c> for each result, then <c>complete</c>. A result with a cursor has it as the event's id.</summary>
internal sealed class EventStreams(ResultWriter results, TransportLimits limits, IHostApplicationLifetime host)
{
    /// <summary>The name in a result's extensions of the place from which its subscription can go on.</summary>
    public const string Cursor = "cursor";

    private static readonly byte[] nothing = ":\n\n"u8.ToArray();
    private static readonly byte[] complete = "event: complete\ndata:\n\n"u8.ToArray();

    public async Task WriteAsync(HttpContext context, ExecutionResult result)
    {
        using var until = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, host.ApplicationStopping);
        context.Response.ContentType = $"{MediaTypes.EventStream}; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await context.Response.Body.FlushAsync(until.Token);

        try
        {
            if (result.IsStream())
                await FollowAsync(context, result.Stream(), until.Token);
            else
                await WriteAsync(context, await NextAsync(result, until.Token), until.Token);
            await WriteAsync(context, complete, until.Token);
        }
        catch (OperationCanceledException) when (until.IsCancellationRequested)
        {
            // Without its "complete" the client knows that there is more, and comes again.
        }
        catch (TimeoutException)
        {
            context.Abort();
        }
        catch (ExecutionError error)
        {
            await WriteAsync(context, await NextAsync(new() { Errors = [error] }, until.Token), until.Token);
            await WriteAsync(context, complete, until.Token);
        }
    }

    /// <summary>Writes results as they come, and a comment when there has been none for a while: it keeps the connection open, or finds that the client has gone.</summary>
    private async Task FollowAsync(HttpContext context, IAsyncEnumerable<ExecutionResult> results, CancellationToken until)
    {
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(until);
        await using var all = results.GetAsyncEnumerator(reading.Token);
        var next = all.MoveNextAsync().AsTask();
        var rights = WatchRightsAsync(context, reading.Token);
        try
        {
            while (true)
            {
                if (await IsQuietAsync(next))
                {
                    await WriteAsync(context, nothing, until);
                    continue;
                }

                if (!await next) return;
                await WriteAsync(context, await NextAsync(all.Current, until), until);
                next = all.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            await reading.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await rights.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Cuts the connection of a caller whose session or token has ended, or has other rights now.</summary>
    private async Task WatchRightsAsync(HttpContext context, CancellationToken until)
    {
        do await Task.Delay(limits.Recheck, limits.Clock, until);
        while (await context.RequestServices.GetRequiredService<ISocketSignIn>().StillMayAsync(context, bearer: null));
        context.Abort();
    }

    private async Task<bool> IsQuietAsync(Task next)
    {
        try
        {
            await next.WaitAsync(limits.KeepAlive, limits.Clock);
            return false;
        }
        catch (TimeoutException) when (!next.IsCompleted)
        {
            return true;
        }
    }

    private async Task WriteAsync(HttpContext context, byte[] bytes, CancellationToken until)
    {
        await context.Response.Body.WriteAsync(bytes, until).AsTask().WaitAsync(limits.Unread, limits.Clock, until);
        await context.Response.Body.FlushAsync(until).WaitAsync(limits.Unread, limits.Clock, until);
    }

    private async Task<byte[]> NextAsync(ExecutionResult result, CancellationToken until) =>
        Encoding.UTF8.GetBytes($"{(result.Extensions?.GetValueOrDefault(Cursor) is string cursor ? $"id: {cursor}\n" : "")}event: next\ndata: {await results.TextAsync(result, until)}\n\n");
}
