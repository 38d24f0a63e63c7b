using System.Text.Json;
using Cln.Host.Documents;
using Cln.Host.Graph.Limits;
using Cln.Host.Graph.Transport;
using GraphQL;
using GraphQL.Types;

namespace Cln.Host.Graph.Export;

/// <summary>
/// <c>/graphql/export.csv</c> and <c>/graphql/export.ndjson</c>: a whole list of the API as a file, by the query that would show a page of it. It is read
/// page by page and sent row by row, so that it may be of any length; a failure in the middle cuts the connection, so that half a file never looks whole.
/// </summary>
internal sealed class Exports(GraphHttp http, StoredDocuments stored, Execute execute, Answers answers, ResultWriter results, ISchema schema, GraphLimits limits, TransportLimits transport, IServiceScopeFactory scopes)
{
    public async Task AnswerAsync(HttpContext context, Func<Stream, ExportQuery, IRowWriter> format, string contentType, string extension)
    {
        try
        {
            var request = await stored.FindAsync(await http.ReadAsync(context), context.RequestServices, context.RequestAborted);
            var query = ExportQuery.Of(request, schema, limits);
            var page = await PageAsync(context, request, query, after: null);
            if (page.Result is { } refused)
            {
                await answers.WriteAsync(context, MediaTypes.GraphResponse, refused);
                return;
            }

            context.Response.ContentType = contentType;
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers.ContentDisposition = $"attachment; filename=\"{query.List}.{extension}\"";
            await WriteAsync(context, request, query, page, format(context.Response.Body, query));
        }
        catch (TransportError error)
        {
            await answers.WriteAsync(context, new(MediaTypes.GraphResponse, Streams: false), error);
        }
        catch (ExecutionError error) when (!context.Response.HasStarted)
        {
            await answers.WriteAsync(context, MediaTypes.GraphResponse, new() { Errors = [error] });
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away; there is nobody to answer.
        }
        catch (TimeoutException)
        {
            // It is there and doesn't read.
            context.Abort();
        }
    }

    private async Task WriteAsync(HttpContext context, GraphRequest request, ExportQuery query, Page page, IRowWriter writer)
    {
        var checkedAt = transport.Clock.GetTimestamp();
        await writer.BeginAsync(context.RequestAborted);
        while (true)
        {
            foreach (var row in page.Rows) await writer.WriteAsync(row, context.RequestAborted);
            page.Dispose();
            await context.Response.Body.FlushAsync(context.RequestAborted).WaitAsync(transport.Unread, transport.Clock, context.RequestAborted);
            if (page.Next is null) return;

            if (transport.Clock.GetElapsedTime(checkedAt) > transport.Recheck)
            {
                checkedAt = transport.Clock.GetTimestamp();
                if (!await context.RequestServices.GetRequiredService<ISocketSignIn>().StillMayAsync(context, bearer: null)) break;
            }

            page = await PageAsync(context, request, query, page.Next);
            if (page.Result is not null) break;
        }

        context.Abort();
    }

    /// <summary>One page, in a scope of its own so that nothing of it stays. When the caller's points are used up, it waits for more.</summary>
    private async Task<Page> PageAsync(HttpContext context, GraphRequest request, ExportQuery query, string? after)
    {
        var variables = new Dictionary<string, object?>(request.Variables ?? Inputs.Empty, StringComparer.Ordinal) { [ExportQuery.After] = after };

        // Without what the request says besides: the page's document is not the one whose hash that may name.
        var asked = new GraphRequest(query.Query, query.Operation, new Inputs(variables), Extensions: null) { IsPageOfExport = true };
        while (true)
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Caller>().Follow(context.RequestServices.GetRequiredService<Caller>());
            var result = await execute(asked, scope.ServiceProvider, context.RequestAborted);
            if (after is null || Answers.Waiting(result) is not { RetryAfter: { } seconds }) return result.Errors is { Count: > 0 } ? new(result) : await ReadAsync(result, query, context.RequestAborted);
            await Task.Delay(TimeSpan.FromSeconds(seconds), transport.Clock, context.RequestAborted);
        }
    }

    private async Task<Page> ReadAsync(ExecutionResult result, ExportQuery query, CancellationToken cancellation)
    {
        var (body, written) = await results.WriteAsync(result, cancellation);
        using (body)
        {
            return written == result ? new(JsonDocument.Parse(body.GetBuffer().AsMemory(0, (int)body.Length).ToArray()), query.List) : new(written);
        }
    }

    /// <summary>The rows of a page, and where the next one begins; or the result that says why there is none.</summary>
    private sealed class Page : IDisposable
    {
        private readonly JsonDocument? json;

        public Page(ExecutionResult result) => Result = result;

        public Page(JsonDocument json, string list)
        {
            this.json = json;
            var connection = json.RootElement.GetProperty("data").GetProperty(list);
            Rows = connection.GetProperty("nodes").EnumerateArray();
            var info = connection.GetProperty("pageInfo");
            Next = info.GetProperty("hasNextPage").GetBoolean() ? info.GetProperty("endCursor").GetString() : null;
        }

        public ExecutionResult? Result { get; }

        public IEnumerable<JsonElement> Rows { get; } = [];

        public string? Next { get; }

        public void Dispose() => json?.Dispose();
    }
}

internal static class ExportEndpoints
{
    public static void MapExports(this IEndpointRouteBuilder routes, string path)
    {
        string[] methods = [HttpMethods.Get, HttpMethods.Post];
        routes.MapMethods($"{path}/export.csv", methods, context =>
            context.RequestServices.GetRequiredService<Exports>().AnswerAsync(context, (body, query) => new CsvWriter(body, query.Columns), "text/csv; charset=utf-8; header=present", "csv"));
        routes.MapMethods($"{path}/export.ndjson", methods, context =>
            context.RequestServices.GetRequiredService<Exports>().AnswerAsync(context, (body, _) => new NdjsonWriter(body), "application/x-ndjson; charset=utf-8", "ndjson"));
    }
}
