using Cln.Host.Graph;

namespace Cln.Host.Documents;

/// <summary>The text of a GraphQL document that somebody stores.</summary>
internal readonly record struct DocumentText(string Value)
{
    public const int Longest = 20_000;

    /// <exception cref="InvalidScalar">INVALID_DOCUMENT.</exception>
    public static DocumentText Parse(string text) =>
        text.Length is > 0 and <= Longest && !text.Contains('\0', StringComparison.Ordinal) && TextGraphType.IsWellFormed(text)
            ? new(text)
            : throw Refused();

    public override string ToString() => Value;

    private static InvalidScalar Refused() => new("INVALID_DOCUMENT", "A document is a text of 1 to 20,000 characters, without NUL and without half of a surrogate pair.");
}
