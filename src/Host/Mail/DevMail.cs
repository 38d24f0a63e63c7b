using System.Globalization;
using System.Text;
using MimeKit;

namespace Cln.Host.Mail;

/// <summary>The pages under <c>/dev/mail</c>: the latest mails, and each of them. Nothing of a mail reaches the browser unescaped.</summary>
internal static class DevMail
{
    public static async Task<IResult> ListAsync(PickupFolder folder, HttpContext http, CancellationToken cancellation)
    {
        var rows = new StringBuilder();
        foreach (var name in folder.Latest())
        {
            if (await folder.FindAsync(name, cancellation) is not { } mail) continue;
            rows.Append(CultureInfo.InvariantCulture, $"<tr><td>{When(mail)}<td>{MailHtml.Encode(mail.To.ToString())}<td><a href=\"/dev/mail/{name}\">{MailHtml.Encode(Title(mail))}</a>\n");
        }

        return Page(http, "Mail", rows.Length == 0
            ? "<p>No mail yet. What the platform sends while it runs in development appears here.</p>"
            : $"<table><tr><th>Sent<th>To<th>Subject\n{rows}</table><p class=\"quiet\">The latest {PickupFolder.MostListed} are shown.</p>");
    }

    public static async Task<IResult> OpenAsync(PickupFolder folder, string name, HttpContext http, CancellationToken cancellation) =>
        await folder.FindAsync(name, cancellation) is { } mail
            ? Page(http, Title(mail), $"""
                <p class="quiet">{When(mail)} UTC · from {MailHtml.Encode(mail.From.ToString())} · to {MailHtml.Encode(mail.To.ToString())}</p>
                <hr>
                {MailHtml.Paragraphs(mail.TextBody ?? "")}<hr>
                <p><a href="/dev/mail">All mail</a></p>
                """)
            : Results.NotFound();

    private static string Title(MimeMessage mail) => string.IsNullOrEmpty(mail.Subject) ? "(no subject)" : mail.Subject;

    private static string When(MimeMessage mail) => mail.Date.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static IResult Page(HttpContext http, string title, string content)
    {
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        http.Response.Headers.CacheControl = "no-store";
        return Results.Content(
            $$"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{MailHtml.Encode(title)}}</title>
            <style>
            body { margin: 40px auto; max-width: 860px; padding: 0 20px; color: #1f2733; font: 16px/1.55 system-ui, sans-serif }
            h1 { font-size: 24px; font-weight: 600 }
            table { border-collapse: collapse; width: 100% }
            th, td { text-align: left; padding: 8px 12px 8px 0; border-bottom: 1px solid #e4e8ee; vertical-align: top }
            hr { border: 0; border-top: 1px solid #e4e8ee; margin: 24px 0 }
            a { color: #0b63ce }
            .quiet { color: #667085; font-size: 14px }
            </style>
            </head>
            <body>
            <h1>{{MailHtml.Encode(title)}}</h1>
            {{content}}
            </body>
            </html>
            """,
            "text/html; charset=utf-8");
    }
}
