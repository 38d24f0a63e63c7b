using System.Security.Cryptography;
using System.Text;

namespace Cln.Host.Documents;

/// <summary>The name that a document has by its text: SHA-256 of it in UTF-8, as 64 lower-case hexadecimal digits.</summary>
internal static class DocumentHash
{
    public const int Length = 64;
    public const string Prefix = "sha256:";

    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The hash in a document identifier such as "sha256:7dba…"; null when that has another form.</summary>
    public static string? Read(string documentId) =>
        documentId.StartsWith(Prefix, StringComparison.Ordinal) && IsOne(documentId[Prefix.Length..]) ? documentId[Prefix.Length..] : null;

    public static bool IsOne(string text) => text.Length == Length && text.All(char.IsAsciiHexDigitLower);
}
