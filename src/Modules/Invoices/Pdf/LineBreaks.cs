using System.Text;

namespace Cln.Invoices.Pdf;

/// <summary>Where a line may end: behind spaces and hyphens, and between Chinese, Japanese and Korean characters.</summary>
internal static class LineBreaks
{
    private const string NeverFirst = "、。，．・：；？！）］｝」』】〉》”’ー々";
    private const string NeverLast = "（［｛「『【〈《“‘";

    /// <summary>The text as pieces that stay whole; together they are the text.</summary>
    public static IEnumerable<string> Pieces(string text)
    {
        var piece = new StringBuilder();
        Rune? last = null;
        foreach (var rune in text.EnumerateRunes())
        {
            if (last is { } before && MayBreak(before, rune))
            {
                yield return piece.ToString();
                piece.Clear();
            }

            piece.Append(rune);
            last = rune;
        }

        if (piece.Length > 0) yield return piece.ToString();
    }

    private static bool MayBreak(Rune before, Rune after)
    {
        if (Rune.IsWhiteSpace(after)) return false;
        if (Rune.IsWhiteSpace(before) || before.Value == '-') return true;
        return (IsIdeograph(before) || IsIdeograph(after)) && !NeverFirst.Contains(after.ToString(), StringComparison.Ordinal) && !NeverLast.Contains(before.ToString(), StringComparison.Ordinal);
    }

    private static bool IsIdeograph(Rune rune) =>
        rune.Value is (>= 0x2E80 and <= 0x9FFF) or (>= 0xAC00 and <= 0xD7AF) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFF00 and <= 0xFFEF) or (>= 0x20000 and <= 0x3FFFF);
}
