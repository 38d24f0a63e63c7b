using Cln.Host.Mail;
using CsCheck;

namespace Cln.Tests.Mail;

public sealed class MailHtmlTests
{
    [Fact]
    public void An_empty_line_ends_a_paragraph_and_a_web_address_alone_is_a_link() =>
        Assert.Equal(
            """
            <p>Hello Ann,<br>
            welcome.</p>
            <p><a href="https://portal.example/a?b=1&amp;c=2">https://portal.example/a?b=1&amp;c=2</a></p>

            """,
            MailHtml.Paragraphs("Hello Ann,\r\nwelcome.\r\n\r\n\r\n\r\nhttps://portal.example/a?b=1&c=2\r\n"));

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("see https://portal.example")]
    [InlineData("https://portal.example \" onclick=\"x")]
    [InlineData("ftp://portal.example")]
    public void Nothing_else_becomes_a_link(string line) => Assert.DoesNotContain("<a ", MailHtml.Paragraphs(line), StringComparison.Ordinal);

    [Fact]
    public void No_text_gets_markup_of_its_own_into_the_page() =>
        Gen.String[Gen.Char["<>&\"' ab:/\n"], 0, 60].Sample(text =>
        {
            var html = MailHtml.Paragraphs("https://x.example/" + text)
                .Replace("<p>", "", StringComparison.Ordinal).Replace("</p>", "", StringComparison.Ordinal).Replace("<br>", "", StringComparison.Ordinal)
                .Replace("<a href=\"", "", StringComparison.Ordinal).Replace("\">", "", StringComparison.Ordinal).Replace("</a>", "", StringComparison.Ordinal);
            return html.IndexOfAny(['<', '>', '"', '\'']) < 0;
        });
}
