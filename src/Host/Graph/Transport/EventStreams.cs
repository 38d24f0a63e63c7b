using System.Text;
using GraphQL;
using Microsoft.AspNetCore.Http.Features;

namespace Cln.Host.Graph.Transport;

/// <summary>One operation's results as server-sent events, in the protocol graphql-sse, a connection for each: <c>next</c> for each result, then <c>complete</c>.</summary>
internal sealed class EventStreams(ResultWriter results, TransportLimits limits, IHostApplicationLifetime host)
{
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
        }
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

    private async Task<byte[]> NextAsync(ExecutionResult result, CancellationToken until) => Encoding.UTF8.GetBytes($"event: next\ndata: {await results.TextAsync(result, until)}\n\n");
}
