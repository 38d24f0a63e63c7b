using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Cln.Host.Access;
using Cln.Host.Graph;
using Cln.Host.Graph.Transport;
using GraphQL;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Cln.Benchmarks;

/// <summary>What a request allocates and how many SQL commands it sends, in this process and one after the other: figures that no noise touches.</summary>
internal static class Inside
{
    private const int Requests = 300;

    public static async Task MeasureAsync(Prepared prepared)
    {
        var floor = new Floor(NpgsqlDataSource.Create(prepared.Database));
        Console.WriteLine("A request by itself, from its document to the bytes of its answer, database included. The known document was validated before.");
        Console.WriteLine($"{"",-28}{"SQL",5}{"known",13}{"new",13}{"floor",13}{"known : floor",16}");
        foreach (var operation in Operation.All)
        {
            var known = await BytesAsync(number => AskAsync(prepared, operation.Document));
            var fresh = await BytesAsync(number => AskAsync(prepared, string.Create(CultureInfo.InvariantCulture, $"{operation.Document} # {number}")));
            var commands = await CommandsAsync(() => AskAsync(prepared, operation.Document));
            var least = operation.Path == "/introspection" ? 0 : await BytesAsync(_ => FloorAsync(floor, operation.Path));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{operation.Name,-28}{commands,5}{known / 1024.0,10:0.0} KB{fresh / 1024.0,10:0.0} KB{least / 1024.0,10:0.0} KB{(least == 0 ? "" : $"{(double)known / least:0.0}"),16}"));
        }
    }

    private static async Task AskAsync(Prepared prepared, string document)
    {
        await using var scope = prepared.Inside.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().SignIn("bench", userId: null, 1, Scopes.All);
        var result = await scope.ServiceProvider.GetRequiredService<Execute>()(new GraphRequest(document, OperationName: null, Variables: null, Extensions: null), scope.ServiceProvider, CancellationToken.None);
        if (result.Errors is { Count: > 0 } errors) throw new InvalidOperationException(errors[0].Message);
        await scope.ServiceProvider.GetRequiredService<IGraphQLTextSerializer>().WriteAsync(Stream.Null, result);
    }

    private static async Task FloorAsync(Floor floor, string path)
    {
        await using var json = new Utf8JsonWriter(Stream.Null);
        await floor.WriteAsync(path, json, CancellationToken.None);
    }

    private static async Task<long> BytesAsync(Func<int, Task> work)
    {
        for (var i = 0; i < Requests; i++) await work(-i);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 1; i <= Requests; i++) await work(i);
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / Requests;
    }

    private static async Task<int> CommandsAsync(Func<Task> work)
    {
        using var counting = new Counting();
        await work();
        return counting.Commands;
    }

    private sealed class Counting : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private readonly List<IDisposable> subscriptions = [];
        private int commands;

        public Counting() => subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

        public int Commands => commands;

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == DbLoggerCategory.Name) subscriptions.Add(value.Subscribe(this, name => name == RelationalEventId.CommandExecuted.Name));
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Value is CommandExecutedEventData { Context: { } context } && context.Database.GetDbConnection().Database.StartsWith("cln_bench", StringComparison.Ordinal) && Asks(context)) Interlocked.Increment(ref commands);
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void Dispose()
        {
            foreach (var subscription in subscriptions) subscription.Dispose();
        }

        // The platform's own work goes on beside the requests.
        private static bool Asks(DbContext context) => Microsoft.EntityFrameworkCore.Infrastructure.AccessorExtensions.GetService<Caller>(context).Principal == "bench";
    }
}
