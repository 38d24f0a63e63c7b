using Cln.Host.Graph;
using Cln.Host.Graph.Limits;

namespace Cln.Host.Documents;

/// <summary>Whether clients may leave a document out that they have sent before: <c>Documents:PersistedQueries</c>, on unless set; and how much of such is kept.</summary>
internal sealed record PersistedQuerySettings(bool AreOn, int Entries = 1000, int Characters = 4 * 1024 * 1024)
{
    /// <exception cref="WrongSetting">It is neither true nor false.</exception>
    public static PersistedQuerySettings Read(IConfiguration configuration)
    {
        var text = configuration["Documents:PersistedQueries"];
        if (string.IsNullOrWhiteSpace(text)) return new(AreOn: true);
        return bool.TryParse(text, out var on) ? new PersistedQuerySettings(on) : throw WrongSetting.Value("Documents:PersistedQueries", text, "true or false");
    }
}

/// <summary>Automatic persisted queries, in Apollo's protocol: documents that worked, by their hash, in this host's memory; the least recently used go first.</summary>
internal sealed class PersistedQueries(PersistedQuerySettings settings)
{
    private const string Extension = "persistedQuery";

    private readonly LeastRecent<string, string> kept = new(settings.Entries, settings.Characters);

    public bool AreOn => settings.AreOn;

    /// <summary>Whether a request takes part in the protocol.</summary>
    public static bool IsAsked(GraphRequest request) => request.Extensions?.ContainsKey(Extension) is true;

    /// <summary>The hash that a request names; null when it speaks another version of the protocol, or none that can be understood.</summary>
    public static string? HashOf(GraphRequest request) =>
        request.Extensions!.GetValueOrDefault(Extension) is IReadOnlyDictionary<string, object?> asked && asked.GetValueOrDefault("version") is 1 &&
        asked.GetValueOrDefault("sha256Hash") is string hash && DocumentHash.IsOne(hash) ? hash : null;

    public string? Find(string hash) => kept.TryGet(hash, out var text) ? text : null;

    /// <summary>Keeps the document of a request that was executed, when it has asked for that.</summary>
    public void Keep(GraphRequest request)
    {
        if (AreOn && request.Query is { } text && IsAsked(request) && HashOf(request) is { } hash) kept.Add(hash, text, text.Length);
    }
}
