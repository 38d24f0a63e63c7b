using System.IO.Compression;
using System.Text;

namespace Cln.FakeProviders.Faults;

/// <summary>Answers that nobody can read.</summary>
internal static class Garbage
{
    private const int TooMuch = 10 << 20;

    /// <param name="kind"><c>html</c> (the default), <c>truncated</c>, <c>type</c>, <c>big</c>, <c>gzip</c>, <c>empty</c>.</param>
    /// <param name="response">Gets the headers that go with it.</param>
    /// <param name="body">What was to be answered.</param>
    public static byte[] Of(string? kind, HttpResponse response, byte[] body)
    {
        switch (kind)
        {
            case "truncated":
                return body[..(body.Length / 2)];
            case "type":
                response.ContentType = "text/plain";
                return body;
            case "big":
                return Encoding.UTF8.GetBytes("{\"padding\":\"" + new string('x', TooMuch) + "\"}");
            case "gzip":
                response.Headers.ContentEncoding = "gzip";
                return Zipped(Encoding.UTF8.GetBytes("{\"padding\":\"" + new string('x', 10 * TooMuch) + "\"}"));
            case "empty":
                return [];
            default:
                response.ContentType = "text/html";
                return "<html><body><h1>502 Bad Gateway</h1></body></html>"u8.ToArray();
        }
    }

    private static byte[] Zipped(byte[] plain)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest)) gzip.Write(plain);
        return zipped.ToArray();
    }
}
