using System.Globalization;
using System.Text.RegularExpressions;

namespace Cln.FakeProviders.Stripe;

/// <summary>The parameters of a request, which nest as <c>metadata[attempt_id]=7</c> and list as <c>expand[]=latest_charge</c> or <c>expand[0]=…</c>.</summary>
internal sealed partial class StripeForm(IReadOnlyList<KeyValuePair<string, string>> fields)
{
    public static async Task<StripeForm> ReadAsync(HttpRequest request)
    {
        List<KeyValuePair<string, string>> fields = [.. request.Query.SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value ?? ""))];
        if (request.HasFormContentType) fields.AddRange((await request.ReadFormAsync()).SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value ?? "")));
        return new(fields);
    }

    /// <summary>The same text for the same parameters, whatever their order.</summary>
    public string Fingerprint => string.Join('&', fields.Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal));

    /// <summary>The parameters' names, without what is nested in them.</summary>
    public IEnumerable<string> Names => fields.Select(pair => pair.Key.Split('[')[0]).Distinct(StringComparer.Ordinal);

    public string? Text(string name) => fields.Where(pair => pair.Key == name).Select(pair => pair.Value).LastOrDefault() is { Length: > 0 } text ? text : null;

    public string Required(string name) => Text(name) ?? throw new StripeProblem("parameter_missing", $"Missing required param: {name}.", name);

    public bool Flag(string name) => Text(name) switch
    {
        null or "false" => false,
        "true" => true,
        var other => throw new StripeProblem("parameter_invalid_boolean", $"Invalid boolean: {other}", name),
    };

    public long? Integer(string name) => Text(name) switch
    {
        null => null,
        var text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        var text => throw new StripeProblem("parameter_invalid_integer", $"Invalid integer: {text}", name),
    };

    public IReadOnlyDictionary<string, string> Map(string name)
    {
        var pattern = new Regex($@"^{Regex.Escape(name)}\[(?<key>[^\]]+)\]$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        return fields.Select(pair => (Match: pattern.Match(pair.Key), pair.Value)).Where(pair => pair.Match.Success && pair.Value.Length > 0)
            .ToDictionary(pair => pair.Match.Groups["key"].Value, pair => pair.Value, StringComparer.Ordinal);
    }

    public IReadOnlyList<string> List(string name) =>
        [.. fields.Where(pair => pair.Key == name || (pair.Key.StartsWith(name + "[", StringComparison.Ordinal) && Index().IsMatch(pair.Key[name.Length..]))).Select(pair => pair.Value)];

    /// <summary>Whether a time is in the range <c>created[gte]=…</c>.</summary>
    public bool IsIn(string name, DateTimeOffset time)
    {
        var at = time.ToUnixTimeSeconds();
        return (Integer($"{name}[gte]") is not { } gte || at >= gte) && (Integer($"{name}[gt]") is not { } gt || at > gt)
            && (Integer($"{name}[lte]") is not { } lte || at <= lte) && (Integer($"{name}[lt]") is not { } lt || at < lt)
            && (Integer(name) is not { } exactly || at == exactly);
    }

    [GeneratedRegex(@"^\[\d*\]$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Index();
}
