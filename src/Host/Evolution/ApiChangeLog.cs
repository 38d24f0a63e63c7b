using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cln.Graph;

namespace Cln.Host.Evolution;

/// <summary>A change of the API, as it was released.</summary>
/// <param name="Date">The day of the release.</param>
/// <param name="Kind">What was done.</param>
/// <param name="Impact">What it means to a program that was written before.</param>
/// <param name="Path">To what: "IpLicense.addedAt", "Query.ipLicenses(search:)", "@deprecated".</param>
/// <param name="Text">As a sentence.</param>
internal sealed record ApiChange(DateOnly Date, ApiChangeKind Kind, ApiChangeImpact Impact, string Path, string Text);

/// <summary>The changes of every release, the latest first, as <c>bin/schema release</c> writes them down.</summary>
internal sealed record ApiChangeLog(IReadOnlyList<ApiChange> Changes)
{
    private static readonly JsonSerializerOptions json = new()
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
    };

    /// <summary>What this host was built with.</summary>
    public static ApiChangeLog Released { get; } = ReadReleased();

    public static ApiChangeLog Parse(string text) => new(JsonSerializer.Deserialize<List<ApiChange>>(text, json)!);

    /// <summary>The same with one more release.</summary>
    public ApiChangeLog With(IEnumerable<SchemaChange> changes, DateOnly date) => new([.. changes.Select(change => new ApiChange(date, change.Kind, change.Impact, change.Path, change.Text)), .. Changes]);

    public override string ToString() => JsonSerializer.Serialize(Changes, json) + "\n";

    /// <summary>The page for people.</summary>
    public string ToPage()
    {
        var page = new StringBuilder("# Changes of the API\n\nWritten by `bin/schema release`; `{ apiChanges { date kind impact path text } }` answers the same. What the words mean: [evolution](api-evolution.md).\n");
        foreach (var release in Changes.GroupBy(change => change.Date).OrderByDescending(release => release.Key))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {release.Key:yyyy-MM-dd}\n");
            foreach (var impact in release.GroupBy(change => change.Impact).OrderBy(impact => impact.Key))
            {
                page.Append(CultureInfo.InvariantCulture, $"\n{impact.Key}:\n\n");
                foreach (var change in impact) page.Append(CultureInfo.InvariantCulture, $"- {change.Kind.ToString().ToLowerInvariant()} `{change.Path}`: {change.Text}\n");
            }
        }

        return page.ToString();
    }

    private static ApiChangeLog ReadReleased()
    {
        using var stream = typeof(ApiChangeLog).Assembly.GetManifestResourceStream("changes.json")!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }
}

[Extends<Query>]
internal static class ApiChangesField
{
    private const int Most = 100;

    /// <summary>What has changed in this schema, the latest first: what is new, what means something else now, what to use instead of what, and what is gone.</summary>
    /// <param name="since">Only releases of this day and later; left out: all.</param>
    /// <param name="first">At most so many: 1 to 100.</param>
    /// <param name="skip">How many of the latest to leave out.</param>
    [AllowAnonymous, Cacheable(300)]
    public static IReadOnlyList<ApiChange> ApiChanges(ApiChangeLog log, DateOnly? since = null, int first = 100, int skip = 0)
    {
        if (first is < 1 or > Most) throw new InvalidInput("first", $"1 to {Most}.");
        if (skip < 0) throw new InvalidInput("skip", "0 or more.");
        return [.. log.Changes.Where(change => since is null || change.Date >= since).Skip(skip).Take(first)];
    }
}
