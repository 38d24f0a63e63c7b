using System.Diagnostics;
using System.Globalization;

namespace Cln.Benchmarks;

/// <summary>Both sides in turns, with the same clients: how many requests, and how much processor time of the server each took. Only the ratio of a round is told.</summary>
internal static class Rounds
{
    private const int Clients = 16;
    private static readonly TimeSpan length = TimeSpan.FromSeconds(2);

    public static async Task MeasureAsync(Prepared prepared, int rounds)
    {
        Console.WriteLine($"\nOver HTTP, {rounds} rounds of {length.TotalSeconds:0} s for each side in turns, {Clients} clients. 1.00 is the floor; higher is better.");
        Console.WriteLine($"{"",-28}{"requests",10}{"processor",11}   spread");
        foreach (var operation in Operation.All)
        {
            List<(double Requests, double Cpu)> ratios = [];
            List<double> floors = [];
            await RunAsync(prepared.Host, "/graphql", operation.Document, _ => "");
            await RunAsync(prepared.Floor, operation.Path, operation.Document, _ => "");
            for (var round = 0; round < rounds; round++)
            {
                var host = await RunAsync(prepared.Host, "/graphql", operation.Document, _ => "");
                var floor = await RunAsync(prepared.Floor, operation.Path, operation.Document, _ => "");
                ratios.Add((host.PerSecond / floor.PerSecond, floor.Cpu / host.Cpu));
                floors.Add(floor.PerSecond);
            }

            Console.WriteLine(Line(operation.Name, ratios, floors));
        }

        await DocumentCacheAsync(prepared, rounds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Memory after it: {prepared.Host.Memory / 1048576} MiB, the floor {prepared.Floor.Memory / 1048576} MiB."));
    }

    /// <summary>The same document again and again, against one that is new each time by a comment.</summary>
    private static async Task DocumentCacheAsync(Prepared prepared, int rounds)
    {
        var document = Operation.All[1].Document;
        List<(double Requests, double Cpu)> ratios = [];
        List<double> floors = [];
        for (var round = 0; round < rounds; round++)
        {
            var known = await RunAsync(prepared.Host, "/graphql", document, _ => "");
            var fresh = await RunAsync(prepared.Host, "/graphql", document, number => string.Create(CultureInfo.InvariantCulture, $" # {round}.{number}"));
            ratios.Add((known.PerSecond / fresh.PerSecond, fresh.Cpu / known.Cpu));
            floors.Add(fresh.PerSecond);
        }

        Console.WriteLine(Line("(b) known : new document", ratios, floors));
    }

    private static async Task<(double PerSecond, double Cpu)> RunAsync(Side side, string path, string document, Func<int, string> suffix)
    {
        var (sent, cpu, watch) = (0, side.Cpu, Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            while (watch.Elapsed < length)
            {
                using var body = Side.Body(document + suffix(Interlocked.Increment(ref sent)));
                using var answer = await side.Http.PostAsync(path, body);
                answer.EnsureSuccessStatusCode();
                await answer.Content.CopyToAsync(Stream.Null);
            }
        })));
        return (sent / watch.Elapsed.TotalSeconds, (side.Cpu - cpu).TotalMilliseconds / sent);
    }

    private static string Line(string name, List<(double Requests, double Cpu)> ratios, List<double> floors)
    {
        var spread = (floors.Max() - floors.Min()) / floors.Average();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-28}{Median(ratios.Select(ratio => ratio.Requests)),10:0.00}{Median(ratios.Select(ratio => ratio.Cpu)),11:0.00}   {spread:P0}{(spread > 0.3 ? " noisy" : "")}");
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[sorted.Count / 2] + sorted[(sorted.Count - 1) / 2]) / 2;
    }
}
