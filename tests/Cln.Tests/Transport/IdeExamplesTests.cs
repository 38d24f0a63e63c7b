using System.Text.RegularExpressions;
using Cln.Host;
using Cln.Host.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Transport;

public sealed partial class IdeExamplesTests
{
    [Fact]
    public async Task Every_module_has_examples_and_each_of_them_works_on_the_demo_data()
    {
        await using var demo = await DemoWorld.StartAsync();
        var examples = demo.World.Services.GetRequiredService<IdeExamples>().All;

        Assert.Equal(["Start here", .. demo.World.Services.GetRequiredService<Modules>().Enabled.Select(module => module.Name)], examples.Select(example => example.Name));
        foreach (var operation in examples.SelectMany(example => Operation().Matches(example.Document).Select(match => match.Value)))
        {
            if (operation.StartsWith("subscription", StringComparison.Ordinal)) await HearsAsync(demo, operation);
            else Works(await (operation.Contains("registerServer", StringComparison.Ordinal) ? demo.World.At("198.51.100.12") : demo.Reseller).SendAsync(operation));
        }
    }

    [Fact]
    public async Task A_module_that_is_off_has_none()
    {
        await using var world = await World.StartAsync(settings: ("Modules:Invoices:Enabled", "false"));

        Assert.DoesNotContain("Invoices", world.Services.GetRequiredService<IdeExamples>().All.Select(example => example.Name));
    }

    private static void Works(Answer answer) => Assert.False(answer.Worked().Json.ToString().Contains("\"errors\":[", StringComparison.Ordinal), answer.Json.ToString());

    private static async Task HearsAsync(DemoWorld demo, string operation)
    {
        await using var subscriber = await demo.Reseller.SubscribeAsync(operation);
        var key = World.Key();
        (await demo.Reseller.SendAsync($"mutation {{ topUp(input: {{ amount: \"20.00\", idempotencyKey: \"{key}\" }}) {{ errors {{ ... on Error {{ code }} }} }} }}")).Worked("topUp");
        (await demo.Reseller.SendAsync($"mutation {{ addIpLicense(input: {{ ip: \"198.18.7.{operation.Length % 250 + 1}\", type: \"KERNELCARE\" }}) {{ errors {{ ... on Error {{ code }} }} }} }}")).Worked("addIpLicense");
        await demo.World.At("198.51.100.13").SendAsync("mutation { registerServer(input: { hostname: \"listening.example\" }) { secret } }");
        if (!operation.Contains("serverCheckedIn", StringComparison.Ordinal)) Assert.NotEmpty(await subscriber.AtLeastAsync(1));
    }

    [GeneratedRegex("^(query|mutation|subscription) .*?^}", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Operation();
}
