using Microsoft.Data.Sqlite;

namespace Cln.Host.Data;

/// <summary>The file of an SQLite database, claimed by one host at a time through a lock file beside it, which the operating system frees however the host ends.</summary>
internal sealed class DatabaseFile(DatabaseSettings settings) : IDisposable
{
    private FileStream? claim;

    /// <exception cref="DatabaseRefused">Another host has it.</exception>
    public void Claim()
    {
        var file = new SqliteConnectionStringBuilder(settings.ConnectionString).DataSource;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        try
        {
            claim ??= new FileStream(file + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(file + ".lock"))
        {
            throw new DatabaseRefused(
                $"Another host uses {file}. An SQLite file serves one host: stop the other one, give this one a Data:Folder of its own, or set Database:Provider to Postgres or SqlServer for several hosts.");
        }
    }

    public void Dispose() => claim?.Dispose();
}
