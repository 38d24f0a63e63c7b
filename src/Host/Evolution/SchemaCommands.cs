using GraphQL.Types;

namespace Cln.Host.Evolution;

/// <summary>
/// <c>schema</c> prints the schema; <c>schema check FILE</c> compares it with an earlier one, and fails when clients of that would break; <c>schema release FOLDER</c> makes it the
/// released one, and writes down what has changed. That takes <c>--breaking</c> when clients break.
/// </summary>
internal static class SchemaCommands
{
    private const string Released = "released.graphql";
    private const string Changes = "changes.json";
    private const string Page = "../api-changelog.md";

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IServiceProvider services, string[] args, TextWriter output)
    {
        var now = SchemaFile.Print(services.GetRequiredService<ISchema>());
        var today = ApiUses.Day(services.GetRequiredService<TimeProvider>().GetUtcNow());
        switch (args)
        {
            case ["check", var file, ..]:
                return await TellAsync(SchemaComparison.Of(await File.ReadAllTextAsync(file), now, today), output) ? 1 : 0;
            case ["release", var folder, ..]:
                return await ReleaseAsync(folder, now, today, args.Contains("--breaking", StringComparer.Ordinal), output);
            default:
                await output.WriteAsync(now);
                return 0;
        }
    }

    /// <returns>Whether something breaks.</returns>
    private static async Task<bool> TellAsync(IReadOnlyList<SchemaChange> changes, TextWriter output)
    {
        foreach (var change in changes) await output.WriteLineAsync(change.ToString());
        if (changes.Count == 0) await output.WriteLineAsync("Nothing has changed.");
        return changes.Any(change => change.Impact == ApiChangeImpact.Breaking);
    }

    private static async Task<int> ReleaseAsync(string folder, string now, DateOnly today, bool mayBreak, TextWriter output)
    {
        var changes = SchemaComparison.Of(await File.ReadAllTextAsync(Path.Combine(folder, Released)), now, today);
        if (await TellAsync(changes, output) && !mayBreak)
        {
            await output.WriteLineAsync("Nothing is released, because clients would break: deprecate first, or add --breaking.");
            return 1;
        }

        if (changes.Count == 0) return 0;
        var log = ApiChangeLog.Parse(await File.ReadAllTextAsync(Path.Combine(folder, Changes))).With(changes, today);
        await File.WriteAllTextAsync(Path.Combine(folder, Released), now);
        await File.WriteAllTextAsync(Path.Combine(folder, Changes), log.ToString());
        await File.WriteAllTextAsync(Path.Combine(folder, Page), log.ToPage());
        return 0;
    }
}
