namespace Cln.Tests.House;

/// <summary>The files of this repository that people write: no build output, no packages.</summary>
internal static class Checkout
{
    private static readonly string[] Made = [".git", "artifacts", "bin", "obj", "data", "node_modules", "TestResults"];

    public static string Root { get; } = FindRoot();

    /// <summary>Paths from the root, with forward slashes.</summary>
    public static IEnumerable<string> Files(string folder = "", params string[] extensions) =>
        Walk(Path.Combine(Root, folder))
            .Where(file => extensions.Length == 0 || extensions.Contains(Path.GetExtension(file)))
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static IEnumerable<string> Walk(string folder) =>
        Directory.EnumerateFiles(folder).Concat(Directory.EnumerateDirectories(folder).Where(IsWritten).SelectMany(Walk));

    private static bool IsWritten(string folder) =>
        !Made.Contains(Path.GetFileName(folder)) || folder == Path.Combine(Root, "bin");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ClnReseller.sln"))) return folder.FullName;
        }
        throw new InvalidOperationException($"There is no ClnReseller.sln above {AppContext.BaseDirectory}.");
    }
}
