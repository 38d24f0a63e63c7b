using System.Text;
using GraphQL;

namespace Cln.Host.Graph.Limits;

/// <summary>The errors of an answer: the first few, short, and how many more there were.</summary>
internal sealed class ToldErrors(IGraphQLTextSerializer serializer, IHostEnvironment environment)
{
    public const int Most = 5;
    public const int MostBytes = 8 * 1024;
    private const int LongestMessage = 1000;
    private const int ShortMessage = 100;

    public ExecutionErrors Of(ExecutionErrors errors)
    {
        var told = First(errors, LongestMessage);
        return Encoding.UTF8.GetByteCount(serializer.Serialize(told)) <= MostBytes ? told : First(errors, ShortMessage);
    }

    private ExecutionErrors First(ExecutionErrors errors, int longest)
    {
        ExecutionErrors told = [];
        foreach (var error in errors.Take(Most)) told.Add(Shortened(error, longest));
        if (errors.Count > Most) told.Add(new ExecutionError($"There are {errors.Count - Most} more errors.") { Code = "MORE_ERRORS" });
        return told;
    }

    /// <summary>The same error with less of what the request itself has brought, which may be long: names, and the path of them.</summary>
    private ExecutionError Shortened(ExecutionError error, int longest)
    {
        var message = environment.IsDevelopment() ? error.Message : WithoutSuggestion(error.Message);
        if (message.Length > longest) message = $"{message.AsSpan(0, longest)}…";
        if (message == error.Message && longest == LongestMessage && !(error.Locations?.Count > Most)) return error;

        var told = new ExecutionError(message) { Code = error.Code, Extensions = error.Extensions, Path = longest == ShortMessage ? null : error.Path };
        foreach (var location in (error.Locations ?? []).Take(Most)) told.AddLocation(location);
        return told;
    }

    /// <summary>GraphQL.NET ends the messages of three rules by names that the schema has: help for whoever writes a query, and a way to read a schema name by name.</summary>
    private static string WithoutSuggestion(string message) =>
        message.IndexOf(" Did you mean ", StringComparison.Ordinal) is >= 0 and var at ? message[..at] : message;
}
