using System.Text;
using System.Text.Json;

namespace Cln.FakeProviders.Keeping;

/// <summary>
/// The file of the books: a line for each thing that was done, never changed. A line that was cut short by a kill was never told to anybody;
/// it is taken off when the file is opened.
/// </summary>
internal sealed class Journal : IAsyncDisposable
{
    private static readonly Dictionary<string, Type> Kinds = typeof(IKept).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(IKept))).ToDictionary(type => type.Name, StringComparer.Ordinal);

    private readonly FileStream file;
    private readonly SemaphoreSlim flushing = new(1);
    private readonly Lock gate = new();
    private long appended;
    private long flushed;

    private Journal(FileStream file) => this.file = file;

    public static (Journal Journal, IReadOnlyList<IReadOnlyList<IKept>> Lines) Open(string path)
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var whole = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        file.SetLength(whole);
        file.Position = whole;
        return (new(file), [.. Encoding.UTF8.GetString(bytes, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Read)]);
    }

    /// <summary>The line's number, to flush it by. Called one at a time.</summary>
    public long Append(IReadOnlyList<IKept> kept)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(kept.Select(each => new Entry(each.GetType().Name, JsonSerializer.SerializeToElement(each, each.GetType()))));
        lock (gate)
        {
            file.Write([.. line, (byte)'\n']);
            return ++appended;
        }
    }

    /// <summary>Returns when the line is on disk. One flush serves all who wait.</summary>
    public async Task FlushAsync(long line)
    {
        if (Interlocked.Read(ref flushed) >= line) return;
        await flushing.WaitAsync();
        try
        {
            if (Interlocked.Read(ref flushed) >= line) return;
            long upTo;
            lock (gate) upTo = appended;
            RandomAccess.FlushToDisk(file.SafeFileHandle);
            Interlocked.Exchange(ref flushed, upTo);
        }
        finally
        {
            flushing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await file.DisposeAsync();
        flushing.Dispose();
    }

    private static IReadOnlyList<IKept> Read(string line) =>
        [.. JsonSerializer.Deserialize<Entry[]>(line)!.Select(entry => (IKept)entry.Value.Deserialize(Kinds[entry.Kind])!)];

    private sealed record Entry(string Kind, JsonElement Value);
}
