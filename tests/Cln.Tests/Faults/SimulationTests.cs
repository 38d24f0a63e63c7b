using System.Globalization;
using Xunit.Abstractions;

namespace Cln.Tests.Faults;

/// <summary><c>CLN_SIMULATION_SEEDS=1000</c> runs more of them, <c>CLN_SIMULATION_SEED=17</c> one.</summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int Steps = 200;

    /// <summary>In earlier ones no creation is sent twice. When the product takes other steps, it may be another.</summary>
    private const int FirstThatMeetsIt = 17;

    [Fact]
    public async Task In_whatever_order_things_happen_get_lost_and_die_the_books_are_the_gateway_s_and_nothing_stays_open()
    {
        var seeds = Number("CLN_SIMULATION_SEED") is { } one ? [one] : Enumerable.Range(1, Number("CLN_SIMULATION_SEEDS") ?? 25);
        foreach (var seed in seeds)
        {
            await using var simulation = await Simulation.RunAsync(seed, Steps);
            var findings = await simulation.FindingsAsync();
            output.WriteLine($"Seed {seed}: {simulation.Gateway.Charges.Count} charges.");
            Assert.True(findings.Count == 0, $"Seed {seed} (CLN_SIMULATION_SEED={seed} runs it alone):\n{string.Join('\n', findings)}");
        }
    }

    [Fact]
    public async Task The_same_seed_is_the_same_run()
    {
        List<string> runs = [];
        for (var i = 0; i < 2; i++)
        {
            await using var simulation = await Simulation.RunAsync(7, Steps);
            runs.Add(string.Join(", ", simulation.Gateway.Charges));
        }

        Assert.NotEmpty(runs[0]);
        Assert.Equal(runs[0], runs[1]);
    }

    [Fact]
    public async Task A_gateway_that_takes_money_twice_is_found_out()
    {
        List<string> findings = [];
        for (var seed = FirstThatMeetsIt; seed < FirstThatMeetsIt + 20 && findings.Count == 0; seed++)
        {
            await using var simulation = await Simulation.RunAsync(seed, Steps, forgetsKeys: true);
            findings.AddRange(await simulation.FindingsAsync());
            output.WriteLine($"Seed {seed}: {findings.Count} findings.");
        }

        Assert.Contains(findings, finding => finding.StartsWith("The gateway took", StringComparison.Ordinal));
    }

    private static int? Number(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
