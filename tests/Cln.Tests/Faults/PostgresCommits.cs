using System.Buffers.Binary;
using System.Text;

namespace Cln.Tests.Faults;

/// <summary>Reads what a client says to PostgreSQL, as far as to know where a transaction ends and what was in it. TLS has to be off.</summary>
internal sealed class PostgresCommits
{
    private const int SslRequest = 80877103;
    private const int GssRequest = 80877104;

    private readonly List<byte> unread = [];
    private readonly StringBuilder transaction = new();
    private bool started;

    /// <summary>All SQL of a transaction whose COMMIT is in this piece; null when there is none.</summary>
    public string? Ends(ReadOnlySpan<byte> piece)
    {
        unread.AddRange(piece);
        string? ended = null;
        while (Next() is { } sql)
        {
            transaction.Append(sql).Append('\n');
            if (!sql.StartsWith("COMMIT", StringComparison.OrdinalIgnoreCase)) continue;
            ended = transaction.ToString();
            transaction.Clear();
        }

        return ended;
    }

    /// <summary>The SQL of the next whole message, empty for those without; null when there is no whole one.</summary>
    private string? Next()
    {
        var header = started ? 1 : 0;
        if (unread.Count < header + 4) return null;
        var bytes = unread.ToArray();
        var length = header + BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(header));
        if (bytes.Length < length) return null;
        unread.RemoveRange(0, length);
        if (!started)
        {
            // A client may ask for encryption first, and begins again after it.
            started = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4)) is not (SslRequest or GssRequest);
            return "";
        }

        var body = bytes.AsSpan(5, length - 5);
        return (char)bytes[0] switch
        {
            'Q' => Text(body),
            'P' => Text(body[(body.IndexOf((byte)0) + 1)..]),
            _ => "",
        };
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes[..bytes.IndexOf((byte)0)]);
}
