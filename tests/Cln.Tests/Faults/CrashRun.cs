using System.Diagnostics;
using Cln.Host.Data;
using Cln.Tests.Data;

namespace Cln.Tests.Faults;

/// <summary>The host is killed at each point where a crash could hurt, started again, and must have everything once and nothing twice within a minute.</summary>
internal static class CrashRun
{
    private static readonly TimeSpan most = TimeSpan.FromSeconds(60);

    /// <param name="kind">On which database.</param>
    /// <param name="points">
    /// The points in the order in which the processes die; a name and a number mean that it dies there the so-manieth time. Those that begin a
    /// month are last, as the clock only goes forward.
    /// </param>
    public static async Task GoAsync(DatabaseKind kind, params (string Point, Func<CrashScenario> Scenario)[] points)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(kind);
        await using var provider = await FakeProvider.StartAsync();
        await using var site = new CrashSite(database, provider);
        await site.StartAsync(points[0].Point);
        var scenario = points[0].Scenario();
        for (var i = 0; i < points.Length; i++)
        {
            try
            {
                await scenario.ActAsync(site);
                var next = i + 1 < points.Length ? points[i + 1].Scenario() : null;
                if (next is { BeginsAMonth: true }) site.GoToNextMonth();
                await site.StartAsync(next is null ? "none" : points[i + 1].Point);
                await SettlesAsync(scenario, site);
                scenario = next!;
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"{scenario.GetType().Name} at {points[i].Point}: {failure.Message}", failure);
            }
        }
    }

    private static async Task SettlesAsync(CrashScenario scenario, CrashSite site)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var there = await scenario.IsThereOnceAsync(site);
            var findings = await site.FindingsAsync();
            if (there && findings.Count == 0) return;
            Assert.True(Stopwatch.GetElapsedTime(started) < most, $"After {most.TotalSeconds} s the effect is {(there ? "there" : "not there")}, and what is wrong: {string.Join(" | ", findings)}");
            await Task.Delay(TimeSpan.FromMilliseconds(500));
        }
    }
}
