using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Cln.Host.Mail;

/// <summary>Plain text as HTML: an empty line ends a paragraph, and a line that is a web address is a link.</summary>
internal static class MailHtml
{
    private static readonly HtmlEncoder encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>A whole page, calm and white, that mail programs of every kind can show.</summary>
    public static string Page(string title, string text) =>
        $"""
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{Encode(title)}</title></head>
        <body style="margin:0;padding:32px 20px;background:#ffffff;color:#1f2733;font:16px/1.55 -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif">
        <div style="max-width:560px;margin:0 auto;overflow-wrap:anywhere">
        {Paragraphs(text)}</div>
        </body>
        </html>
        """;

    public static string Paragraphs(string text)
    {
        var html = new StringBuilder();
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            html.Append("<p>").AppendJoin("<br>\n", paragraph.Split('\n').Select(Line)).Append("</p>\n");
        return html.ToString();
    }

    public static string Encode(string text) => encoder.Encode(text);

    private static string Line(string line) =>
        IsWebAddress(line.Trim()) ? $"<a href=\"{Encode(line.Trim())}\">{Encode(line.Trim())}</a>" : Encode(line);

    private static bool IsWebAddress(string line) =>
        !line.Any(char.IsWhiteSpace) && Uri.TryCreate(line, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";
}
