namespace Cln.Tests.Data;

/// <summary>Folders of this test run, in one that goes with the process.</summary>
internal static class TestFolder
{
    private static readonly Lazy<string> Run = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("cln-tests-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Delete(folder);
        return folder;
    });

    private static int count;

    public static string Create() => Directory.CreateDirectory(Path.Combine(Run.Value, Interlocked.Increment(ref count).ToString())).FullName;

    public static void Delete(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
