namespace Cln.Host.Documents;

/// <summary>
/// The trusted documents of the installation itself, for every caller: the <c>*.graphql</c> files in and under <c>Documents:Folder</c>, one operation each, read at the
/// start. They are named by the hash of the whole file.
/// </summary>
internal sealed class FolderDocuments(IConfiguration configuration, DocumentCheck check)
{
    private const string Setting = "Documents:Folder";

    private readonly Dictionary<string, string> byHash = new(StringComparer.Ordinal);

    public int Count => byHash.Count;

    public string? Find(string hash) => byHash.GetValueOrDefault(hash);

    /// <exception cref="WrongSetting">There is no such folder, or a file in it is no document that could be executed.</exception>
    public async Task ReadAsync(CancellationToken cancellation)
    {
        if (configuration[Setting] is not { Length: > 0 } folder) return;
        if (!Directory.Exists(folder)) throw WrongSetting.Value(Setting, folder, "a folder of GraphQL documents, *.graphql");
        foreach (var file in Directory.EnumerateFiles(folder, "*.graphql", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var text = await File.ReadAllTextAsync(file, cancellation);
            await check.OperationOfAsync(text, problem => WrongSetting.Value(Setting, folder, $"documents that could be executed; in {Path.GetFileName(file)}, {problem}"), cancellation);
            byHash[DocumentHash.Of(text)] = text;
        }
    }
}
