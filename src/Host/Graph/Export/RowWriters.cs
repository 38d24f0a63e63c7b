using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Cln.Host.Graph.Export;

/// <summary>Writes the rows of an export in its format.</summary>
internal interface IRowWriter
{
    Task BeginAsync(CancellationToken cancellation);

    Task WriteAsync(JsonElement row, CancellationToken cancellation);
}

/// <summary>A JSON object a line.</summary>
internal sealed class NdjsonWriter(Stream to) : IRowWriter
{
    public Task BeginAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task WriteAsync(JsonElement row, CancellationToken cancellation) => to.WriteAsync(Encoding.UTF8.GetBytes(row.GetRawText() + "\n"), cancellation).AsTask();
}

/// <summary>
/// Comma-separated values by RFC 4180, the columns' paths in the first line: <c>type.code</c>. Null is empty, and a list is JSON. A text that a
/// spreadsheet would take for a formula begins with an apostrophe.
/// </summary>
internal sealed class CsvWriter(Stream to, IReadOnlyList<IReadOnlyList<string>> columns) : IRowWriter
{
    private static readonly SearchValues<char> quoted = SearchValues.Create("\",\r\n");
    private static readonly SearchValues<char> formula = SearchValues.Create("=+-@\t\r");

    public Task BeginAsync(CancellationToken cancellation) => LineAsync(columns.Select(path => string.Join('.', path)), cancellation);

    public Task WriteAsync(JsonElement row, CancellationToken cancellation) => LineAsync(columns.Select(path => Text(At(row, path))), cancellation);

    private Task LineAsync(IEnumerable<string> cells, CancellationToken cancellation) => to.WriteAsync(Encoding.UTF8.GetBytes($"{string.Join(',', cells.Select(Cell))}\r\n"), cancellation).AsTask();

    private static JsonElement? At(JsonElement row, IReadOnlyList<string> path)
    {
        JsonElement? at = row;
        foreach (var name in path) at = at is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var member) ? member : null;
        return at;
    }

    private static string Text(JsonElement? value) => value switch
    {
        null or { ValueKind: JsonValueKind.Null } => "",
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { } other => other.GetRawText(),
    };

    private static string Cell(string text)
    {
        if (text.AsSpan().IndexOfAny(formula) == 0 && !decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)) text = $"'{text}";
        return !text.AsSpan().ContainsAny(quoted) ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
