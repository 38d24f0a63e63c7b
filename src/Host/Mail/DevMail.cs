using System.Globalization;
using System.Text;
using Cln.Host.Web;
using MimeKit;

namespace Cln.Host.Mail;

/// <summary>The pages under <c>/dev/mail</c>: the latest mails, and each of them. Nothing of a mail reaches the browser unescaped.</summary>
internal static class DevMail
{
    public static async Task<IResult> ListAsync(PickupFolder folder, CancellationToken cancellation)
    {
        var rows = new StringBuilder();
        foreach (var name in folder.Latest())
        {
            if (await folder.FindAsync(name, cancellation) is { } mail)
                rows.Append(CultureInfo.InvariantCulture, $"<div><dt><a href=\"/dev/mail/{name}\">{MailHtml.Encode(Title(mail))}</a></dt><dd>{MailHtml.Encode(mail.To.ToString())}<br>{When(mail)}</dd></div>\n");
        }

        return Page("Mail", $"What the platform has sent while it runs in development: the latest {PickupFolder.MostListed}.", rows.Length == 0 ? "<p>No mail yet.</p>" : $"<dl>\n{rows}</dl>");
    }

    public static async Task<IResult> OpenAsync(PickupFolder folder, string name, CancellationToken cancellation) =>
        await folder.FindAsync(name, cancellation) is { } mail
            ? Page(Title(mail), $"{When(mail)}, from {mail.From} to {mail.To}", $"{MailHtml.Paragraphs(mail.TextBody ?? "")}<p><a href=\"/dev/mail\">All mail</a></p>")
            : Results.NotFound();

    private static IResult Page(string title, string lead, string content) =>
        PlainPage.Of(title, $"<p class=\"lead\">{MailHtml.Encode(lead)}</p>\n{content}", StatusCodes.Status200OK);

    private static string Title(MimeMessage mail) => string.IsNullOrEmpty(mail.Subject) ? "(no subject)" : mail.Subject;

    private static string When(MimeMessage mail) => mail.Date.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
