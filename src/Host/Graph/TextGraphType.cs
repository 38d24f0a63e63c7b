using System.Buffers;
using GraphQL.Types;
using GraphQLParser.AST;

namespace Cln.Host.Graph;

/// <summary>String, with inputs that every database can keep: no NUL, no half of a surrogate pair, at most 1,000 characters.</summary>
internal sealed class TextGraphType : StringGraphType
{
    public const int Longest = 1000;

    private static readonly SearchValues<char> surrogates = SearchValues.Create(Enumerable.Range(0xD800, 0x800).Select(code => (char)code).ToArray());

    public TextGraphType() => Name = "String";

    // The literal is read when the arguments are, where an error has the scalar's code and message.
    public override bool CanParseLiteral(GraphQLValue value) => true;

    public override object? ParseLiteral(GraphQLValue value) => value is GraphQLNullValue ? null : Check((value as GraphQLStringValue)?.Value.ToString());

    public override object? ParseValue(object? value) => value is null ? null : Check(value as string);

    /// <summary>What goes out may be longer, such as an agreement.</summary>
    public override object? Serialize(object? value) => base.ParseValue(value);

    private static string Check(string? text)
    {
        if (text is null) throw new InvalidScalar("INVALID_STRING", "A String is a text in quotes.");
        if (text.Length > Longest) throw new InvalidScalar("INVALID_STRING", "A text has at most 1,000 characters.");
        if (text.Contains('\0', StringComparison.Ordinal)) throw new InvalidScalar("INVALID_STRING", "A text can't contain the character NUL.");
        if (text.AsSpan().ContainsAny(surrogates) && !IsWellFormed(text)) throw new InvalidScalar("INVALID_STRING", "A text can't contain half of a surrogate pair.");
        return text;
    }

    /// <summary>Whether it has no half of a surrogate pair.</summary>
    public static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }

        return true;
    }
}
