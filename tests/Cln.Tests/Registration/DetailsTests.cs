using Cln.Registration;
using CsCheck;

namespace Cln.Tests.Registration;

public sealed class DetailsTests
{
    [Theory]
    [InlineData("  Ann  ", "Ann")]
    [InlineData("Müller & Söhne GmbH", "Müller & Söhne GmbH")]
    [InlineData("株式会社ホスト", "株式会社ホスト")]
    [InlineData("Zoe\u0308", "Zo\u00EB")]
    [InlineData("\U00020BB7野家", "\U00020BB7野家")]
    public void A_line_is_kept_in_its_normal_form(string text, string kept) => Assert.Equal(kept, Details.Line("company", text, 60));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("-- !")]
    [InlineData("\u200B")]
    [InlineData("Ann\nBob")]
    [InlineData("Ann\u0007")]
    [InlineData("Ann\u2028Bob")]
    [InlineData("Ann\u202Egpj")]
    [InlineData("Ann\u2066")]
    public void A_line_that_nobody_can_read_as_one_is_refused_by_its_field(string text) =>
        Assert.Equal("company", Assert.Throws<InvalidInput>(() => Details.Line("company", text, 60)).Field);

    [Fact]
    public void A_line_is_at_most_as_long_as_its_column()
    {
        Assert.Equal(60, Details.Line("city", new string('a', 60), 60).Length);
        Assert.Equal("INVALID_INPUT", Assert.Throws<InvalidInput>(() => Details.Line("city", new string('a', 61), 60)).Code);
    }

    [Theory]
    [InlineData("DE")]
    [InlineData("de")]
    [InlineData(" gb ")]
    [InlineData("EH")]
    [InlineData("AQ")]
    [InlineData("TL")]
    public void A_country_is_its_iso_code(string text) => Assert.Equal(text.Trim().ToUpperInvariant(), Details.Country("country", text));

    [Theory]
    [InlineData("")]
    [InlineData("D")]
    [InlineData("DEU")]
    [InlineData("UK")]
    [InlineData("EU")]
    [InlineData("ZZ")]
    [InlineData("XX")]
    [InlineData("CS")]
    [InlineData("IV")]
    [InlineData("en-US")]
    [InlineData("1A")]
    public void What_is_no_country_is_refused(string text) => Assert.Equal("country", Assert.Throws<InvalidInput>(() => Details.Country("country", text)).Field);

    [Theory]
    [InlineData("+49 30 1234567", "+49 30 1234567")]
    [InlineData("(212) 555-0100", "(212) 555-0100")]
    [InlineData("0000", "0000")]
    [InlineData(" ", null)]
    [InlineData(null, null)]
    public void A_phone_number_is_kept_as_people_write_it(string? text, string? kept) => Assert.Equal(kept, Details.Phone("phone", text));

    [Theory]
    [InlineData("123")]
    [InlineData("+49 30 1234567890123456")]
    [InlineData("49+30")]
    [InlineData("call me")]
    [InlineData("12\n34")]
    [InlineData("١٢٣٤٥")]
    public void What_is_no_phone_number_is_refused(string text) => Assert.Equal("phone", Assert.Throws<InvalidInput>(() => Details.Phone("phone", text)).Field);

    [Theory]
    [InlineData("DE123456789", "DE123456789")]
    [InlineData("de 123 456 789", "DE123456789")]
    [InlineData("CHE-123.456.789", "CHE123456789")]
    [InlineData("NL123456789B01", "NL123456789B01")]
    [InlineData("51 824 753 556", "51824753556")]
    [InlineData("", null)]
    public void A_vat_number_is_kept_without_its_spaces_and_dots(string text, string? kept) => Assert.Equal(kept, Details.VatId("vatId", text));

    [Theory]
    [InlineData("none")]
    [InlineData("DE1")]
    [InlineData("DE12345678901234567890")]
    [InlineData("DE12345678;")]
    [InlineData("DE１２３４５６７８９")]
    public void What_is_no_vat_number_is_refused(string text) => Assert.Equal("vatId", Assert.Throws<InvalidInput>(() => Details.VatId("vatId", text)).Field);

    [Fact]
    public void A_kept_detail_is_kept_as_it_is_when_it_is_sent_again() =>
        Gen.String[Gen.OneOf(Gen.Char['a', 'z'], Gen.Char['0', '9'], Gen.Char[" .-+()/é\u0301ß"]), 0, 40].Sample(text =>
        {
            foreach (var rule in new Func<string, string?>[] { t => Details.Line("f", t, 60), t => Details.Phone("f", t), t => Details.VatId("f", t) })
            {
                if (Kept(rule, text) is { } kept) Assert.Equal(kept, rule(kept));
            }
        });

    private static string? Kept(Func<string, string?> rule, string text)
    {
        try
        {
            return rule(text);
        }
        catch (InvalidInput)
        {
            return null;
        }
    }
}
