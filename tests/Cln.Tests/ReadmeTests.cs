using System.Text.RegularExpressions;
using Cln.Tests.House;

namespace Cln.Tests;

/// <summary>What the README tells people to paste works, on the demo data that it speaks of.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public async Task Every_operation_in_the_README_runs_without_an_error()
    {
        await using var demo = await DemoWorld.StartAsync();
        var reseller = demo.Reseller;

        string[] operations = [.. Regex.Matches(Checkout.Read("README.md"), "```graphql\n(?<text>.*?)```", RegexOptions.Singleline, TimeSpan.FromSeconds(1)).Select(match => match.Groups["text"].Value)];
        Assert.Equal(10, operations.Length);
        foreach (var operation in operations)
        {
            if (operation.StartsWith("subscription", StringComparison.Ordinal)) await HearsAsync(reseller, operation);
            else Works(await reseller.SendAsync(operation));
        }
    }

    private static async Task HearsAsync(Api reseller, string subscription)
    {
        await using var subscriber = await reseller.SubscribeAsync(subscription);
        Assert.True((await subscriber.AtLeastAsync(1))[0].TryGetProperty("balanceChanged", out _));
    }

    private static void Works(Answer answer)
    {
        answer.Worked();
        Assert.DoesNotContain("\"errors\":[{", answer.Json.ToString(), StringComparison.Ordinal);
    }
}
