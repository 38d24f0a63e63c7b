using System.Text.Json;
using System.Text.RegularExpressions;
using Cln.Host.Demo;
using Cln.Tests.House;

namespace Cln.Tests;

/// <summary>Every example of the guides works: from the top of its page to the bottom, on the demo data that <c>bin/dev</c> has too. Those marked <c>graphql operator</c> are an operator's, the others the reseller's.</summary>
public sealed partial class DocsTests
{
    public static TheoryData<string> Pages => [.. Checkout.Files("docs", ".md").Where(page => Examples(Checkout.Read(page)).Any())];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_example_of_a_page_works(string page)
    {
        await using var demo = await DemoWorld.StartAsync();
        Dictionary<string, JsonElement> answered = new(StringComparer.Ordinal);
        foreach (var (kind, text, variables) in Examples(Checkout.Read(page)))
        {
            var example = Filled(text, answered);
            if (kind == "sh") await ShellAsync(demo, example);
            else if (IsSubscription(example)) await HearsAsync(demo.Reseller, example);
            else await SendAsync(kind == "graphql operator" ? await demo.World.SignInAsync(DemoData.Operator, DemoData.Password) : demo.Reseller, example, variables is null ? null : Filled(variables, answered), answered);
        }
    }

    private static async Task SendAsync(Api caller, string document, string? variables, Dictionary<string, JsonElement> answered)
    {
        var answer = (await caller.SendAsync(document, variables is null ? null : JsonDocument.Parse(variables).RootElement)).Worked();
        Assert.False(answer.Json.ToString().Contains("\"errors\":[", StringComparison.Ordinal), answer.Json.ToString());
        foreach (var field in answer.Json.GetProperty("data").EnumerateObject()) answered[field.Name] = field.Value;
    }

    private static async Task HearsAsync(Api reseller, string document)
    {
        await using var subscriber = await reseller.SubscribeAsync(document);
        await reseller.SendAsync("""mutation { addIpLicense(input: { ip: "198.51.100.99", type: "KERNELCARE" }) { ipLicense { id } } }""");
        Assert.NotEmpty(await subscriber.AtLeastAsync(1));
    }

    private static async Task ShellAsync(DemoWorld demo, string commands)
    {
        var folder = Directory.CreateTempSubdirectory("docs");
        try
        {
            var said = await OutsideProgram.RunAsync(folder.FullName, demo.Environment, "bash", "-euo", "pipefail", "-c", commands);
            Assert.DoesNotContain("\"errors\"", said, StringComparison.Ordinal);
            Assert.True(said.Length > 0 || folder.EnumerateFiles().Any(file => file.Length > 0), "It has nothing to show.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static bool IsSubscription(string document) => document.TrimStart().StartsWith("subscription", StringComparison.Ordinal);

    /// <summary>The operations and commands of a page, each with the variables that follow it.</summary>
    private static IEnumerable<(string Kind, string Text, string? Variables)> Examples(string page)
    {
        foreach (Match match in Block().Matches(page))
        {
            var kind = match.Groups["kind"].Value;
            if (kind is "graphql" or "graphql operator" || (kind == "sh" && match.Groups["text"].Value.Contains("$CLN_URL", StringComparison.Ordinal)))
                yield return (kind, match.Groups["text"].Value, match.Groups["variables"] is { Success: true } variables ? variables.Value : null);
        }
    }

    /// <summary>The text with the values of earlier answers in the place of <c>&lt;addIpLicense.ipLicense.id&gt;</c>.</summary>
    private static string Filled(string text, Dictionary<string, JsonElement> answered) => Place().Replace(text, place =>
    {
        var path = place.Groups["path"].Value.Split('.');
        var at = answered[path[0]];
        foreach (var name in path.Skip(1)) at = int.TryParse(name, System.Globalization.CultureInfo.InvariantCulture, out var index) ? at[index] : at.GetProperty(name);
        return at.GetString()!;
    });

    [GeneratedRegex(@"^```(?<kind>\w+( operator)?)\n(?<text>.*?)^```(\n+```json variables\n(?<variables>.*?)^```)?", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Block();

    [GeneratedRegex(@"<(?<path>[a-zA-Z]+(\.\w+)+)>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();
}
