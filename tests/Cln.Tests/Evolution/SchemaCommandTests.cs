using Cln.Host.Evolution;
using Cln.Tests.Data;

namespace Cln.Tests.Evolution;

/// <summary><c>host schema check</c> and <c>host schema release</c>.</summary>
public sealed class SchemaCommandTests
{
    [Fact]
    public async Task What_breaks_fails_the_check_and_is_released_only_when_that_is_said()
    {
        await using var world = await World.StartAsync();
        var folder = Directory.CreateDirectory(Path.Combine(TestFolder.Create(), "schema")).FullName;
        var (now, code) = await RunAsync(world);
        Assert.Equal(0, code);
        await File.WriteAllTextAsync(Path.Combine(folder, "released.graphql"), now.Replace("type Viewer {", "type Viewer {\n  nickname: String", StringComparison.Ordinal));
        await File.WriteAllTextAsync(Path.Combine(folder, "changes.json"), """[{ "date": "2026-11-01", "kind": "ADDED", "impact": "SAFE", "path": "Query.me", "text": "The field is new: Viewer." }]""");

        const string line = "BREAKING   Viewer.nickname: The field was removed.\n";
        Assert.Equal((line, 1), await RunAsync(world, "check", Path.Combine(folder, "released.graphql")));
        Assert.Equal(1, (await RunAsync(world, "release", folder)).Code);
        Assert.Equal((line, 0), await RunAsync(world, "release", folder, "--breaking"));

        Assert.Equal(("Nothing has changed.\n", 0), await RunAsync(world, "check", Path.Combine(folder, "released.graphql")));
        Assert.Equal(now, await File.ReadAllTextAsync(Path.Combine(folder, "released.graphql")));
        Assert.Equal(["2026-11-10 Viewer.nickname", "2026-11-01 Query.me"], ApiChangeLog.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "changes.json"))).Changes.Select(change => $"{change.Date:O} {change.Path}"));
        Assert.Contains("- removed `Viewer.nickname`: The field was removed.", await File.ReadAllTextAsync(Path.Combine(folder, "../api-changelog.md")), StringComparison.Ordinal);
    }

    private static async Task<(string Told, int Code)> RunAsync(World world, params string[] args)
    {
        var told = new StringWriter { NewLine = "\n" };
        var code = await SchemaCommands.RunAsync(world.Services, args, told);
        return (told.ToString(), code);
    }
}
