using Cln.Invoices.Pdf;

namespace Cln.Tests.Invoices;

public sealed class BidiTests
{
    // Capitals stand for Hebrew letters and digits stay digits, as in UAX #9's own examples; "a" is Arabic.
    [Theory]
    [InlineData("car means CAR.", false, "car means RAC.")]
    [InlineData("car MEANS CAR.", false, "car RAC SNAEM.")]
    [InlineData("CAR MEANS car.", true, ".car SNAEM RAC")]
    [InlineData("HOST (cloud 24) LTD", true, "DTL (cloud 24) TSOH")]
    [InlineData("HOST 360", true, "360 TSOH")]
    [InlineData("HOST 1,234.50", true, "1,234.50 TSOH")]
    [InlineData("price: 10% OFF", false, "price: 10% FFO")]
    [InlineData("a b", false, "a b")]
    public void Mixed_directions_stand_as_the_standard_has_them(string typed, bool rightToLeft, string seen)
    {
        var text = string.Concat(typed.Select(c => char.IsAsciiLetterUpper(c) ? (char)(c - 'A' + 0x05D0) : c));
        var levels = Bidi.Levels(text, rightToLeft);
        List<(char Character, int Level)> characters = [.. text.Zip(levels)];

        Bidi.Reorder(characters, character => character.Level);

        // A bracket that runs from right to left is drawn mirrored.
        Assert.Equal(seen, string.Concat(characters.Select(c => c switch
        {
            { Character: >= (char)0x05D0 and <= (char)0x05EA } => (char)(c.Character - 0x05D0 + 'A'),
            { Character: '(', Level: 1 } => ')',
            { Character: ')', Level: 1 } => '(',
            _ => c.Character,
        })));
    }

    [Theory]
    [InlineData("Hosting שלום", false)]
    [InlineData("שלום Hosting", true)]
    [InlineData("360 שלום", true)]
    [InlineData("١٢٣ شركة", true)]
    [InlineData("42", false)]
    [InlineData("", false)]
    public void The_first_letter_decides_the_direction_of_a_line(string text, bool rightToLeft) => Assert.Equal(rightToLeft, Bidi.IsRightToLeft(text));

    [Fact]
    public void Numbers_among_Arabic_letters_run_from_the_left() => Assert.Equal([1, 1, 1, 2, 2], Bidi.Levels("شر 24", rightToLeft: true));

    [Fact]
    public void A_mark_goes_with_its_letter() => Assert.Equal([1, 1, 1], Bidi.Levels("שָׁ", rightToLeft: true));
}
