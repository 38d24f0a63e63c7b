using System.Globalization;
using System.Text;

namespace Cln.Invoices.Pdf;

/// <summary>
/// In which direction each character of a line runs: the Unicode bidirectional algorithm (UAX #9) without its explicit embeddings,
/// whose control characters <see cref="Typesetter"/> takes out, since in a name they only serve to deceive.
/// </summary>
internal static class Bidi
{
    /// <summary>The direction of the first letter that has one: rules P2 and P3.</summary>
    public static bool IsRightToLeft(string text) => ClassesOf(text).FirstOrDefault(c => c is Class.L or Class.R or Class.AL) is Class.R or Class.AL;

    /// <summary>The embedding level of each UTF-16 code unit: odd runs from right to left.</summary>
    public static int[] Levels(string text, bool rightToLeft)
    {
        var classes = ClassesOf(text);
        var outside = rightToLeft ? Class.R : Class.L;
        ResolveWeak(classes, outside);
        ResolveNeutral(classes, outside);

        var levels = Array.ConvertAll(classes, c => rightToLeft ? (c is Class.R ? 1 : 2) : c switch { Class.R => 1, Class.L => 0, _ => 2 });
        for (var i = text.Length - 1; i >= 0 && char.IsWhiteSpace(text[i]); i--) levels[i] = rightToLeft ? 1 : 0;
        return levels;
    }

    /// <summary>Puts pieces of a line, each of one level, into the order in which they are drawn from left to right: rule L2.</summary>
    public static void Reorder<T>(List<T> pieces, Func<T, int> level)
    {
        var highest = pieces.Select(level).DefaultIfEmpty().Max();
        for (var floor = highest; floor >= 1; floor--)
        {
            for (var i = 0; i < pieces.Count; i++)
            {
                var end = i;
                while (end < pieces.Count && level(pieces[end]) >= floor) end++;
                if (end - i > 1) pieces.Reverse(i, end - i);
                i = end;
            }
        }
    }

    /// <summary>Rules W1 to W7: marks, digits and what stands between digits.</summary>
    private static void ResolveWeak(Class[] classes, Class outside)
    {
        for (var i = 0; i < classes.Length; i++)
            if (classes[i] is Class.NSM) classes[i] = i == 0 ? outside : classes[i - 1];

        var strong = outside;
        for (var i = 0; i < classes.Length; i++)
        {
            if (classes[i] is Class.L or Class.R or Class.AL) strong = classes[i];
            else if (classes[i] is Class.EN && strong is Class.AL) classes[i] = Class.AN;
        }

        for (var i = 0; i < classes.Length; i++)
            if (classes[i] is Class.AL) classes[i] = Class.R;

        for (var i = 1; i < classes.Length - 1; i++)
        {
            if (classes[i - 1] != classes[i + 1]) continue;
            if (classes[i] is Class.CS or Class.ES && classes[i - 1] is Class.EN) classes[i] = Class.EN;
            if (classes[i] is Class.CS && classes[i - 1] is Class.AN) classes[i] = Class.AN;
        }

        for (var i = 1; i < classes.Length; i++)
            if (classes[i] is Class.ET && classes[i - 1] is Class.EN) classes[i] = Class.EN;
        for (var i = classes.Length - 2; i >= 0; i--)
            if (classes[i] is Class.ET && classes[i + 1] is Class.EN) classes[i] = Class.EN;

        strong = outside;
        for (var i = 0; i < classes.Length; i++)
        {
            if (classes[i] is Class.L or Class.R) strong = classes[i];
            else if (classes[i] is Class.EN && strong is Class.L) classes[i] = Class.L;
            else if (classes[i] is Class.ES or Class.ET or Class.CS) classes[i] = Class.ON;
        }
    }

    /// <summary>Rules N1 and N2: spaces and punctuation go with their neighbours where those agree, and with the line where not.</summary>
    private static void ResolveNeutral(Class[] classes, Class outside)
    {
        for (var i = 0; i < classes.Length; i++)
        {
            if (classes[i] is not Class.ON) continue;
            var end = i;
            while (end < classes.Length && classes[end] is Class.ON) end++;
            var before = i == 0 ? outside : Direction(classes[i - 1]);
            var after = end == classes.Length ? outside : Direction(classes[end]);
            Array.Fill(classes, before == after ? before : outside, i, end - i);
            i = end - 1;
        }

        static Class Direction(Class c) => c is Class.L ? Class.L : Class.R;
    }

    private static Class[] ClassesOf(string text)
    {
        var classes = new Class[text.Length];
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            Array.Fill(classes, ClassOf(rune), at, rune.Utf16SequenceLength);
            at += rune.Utf16SequenceLength;
        }

        return classes;
    }

    private static Class ClassOf(Rune rune) => (rune.Value, Rune.GetUnicodeCategory(rune)) switch
    {
        ((>= '0' and <= '9') or (>= 0x6F0 and <= 0x6F9) or (>= 0xFF10 and <= 0xFF19), _) => Class.EN,
        ((>= 0x660 and <= 0x669) or 0x66B or 0x66C, _) => Class.AN,
        ('+' or '-' or 0x2212, _) => Class.ES,
        (',' or '.' or '/' or ':' or 0xA0 or 0x60C, _) => Class.CS,
        ('#' or '%' or 0xB0 or 0x66A or 0x2030, _) or (_, UnicodeCategory.CurrencySymbol) => Class.ET,
        (_, UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark) => Class.NSM,
        ((>= 0x590 and <= 0x5FF) or (>= 0x7C0 and <= 0x85F) or (>= 0xFB1D and <= 0xFB4F) or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EDFF), _) => Class.R,
        ((>= 0x600 and <= 0x7BF) or (>= 0x860 and <= 0x8FF) or (>= 0xFB50 and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFC) or (>= 0x1EE00 and <= 0x1EEFF), _) => Class.AL,
        _ => Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber ? Class.L : Class.ON,
    };

    /// <summary>UAX #9's bidirectional character types: left, right, Arabic letter, European and Arabic number, separators and terminators of numbers, non-spacing mark, other neutral.</summary>
    private enum Class { ON, L, R, AL, EN, AN, ES, ET, CS, NSM }
}
