using System.Reflection;
using Cln.Pages;

namespace Cln.Host.Documents;

/// <summary>
/// The documents of the console's own pages, for every caller to name: what a page does, a program can do by the same operation. A token that may send trusted documents only
/// isn't trusted with them; they are more than its program does.
/// </summary>
internal sealed class PageDocuments(Modules modules)
{
    private readonly Lazy<IReadOnlyDictionary<string, ApiDocument>> byHash = new(() => Read(modules).DistinctBy(document => document.Text).ToDictionary(document => DocumentHash.Of(document.Text), StringComparer.Ordinal));

    public IEnumerable<ApiDocument> All => byHash.Value.Values;

    public string? Find(string hash) => byHash.Value.GetValueOrDefault(hash)?.Text;

    private static IEnumerable<ApiDocument> Read(Modules modules) =>
        from type in modules.Types
        where !type.ContainsGenericParameters
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where field.FieldType == typeof(ApiDocument)
        select (ApiDocument)field.GetValue(null)!;
}
