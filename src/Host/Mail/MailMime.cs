using System.Globalization;
using MimeKit;

namespace Cln.Host.Mail;

/// <summary>A mail as it goes over the wire: plain text, and the same as HTML.</summary>
internal static class MailMime
{
    public static MimeMessage Of(MailMessage mail, MailboxAddress from)
    {
        var message = new MimeMessage
        {
            // The same for every try, so that a mail that arrives twice is known for one.
            MessageId = string.Create(CultureInfo.InvariantCulture, $"mail-{mail.Id}.{mail.CreatedAt.ToUnixTimeMilliseconds()}@{from.Domain}"),
            Date = mail.CreatedAt,
            Subject = mail.Subject,
            Body = new MultipartAlternative { new TextPart("plain") { Text = mail.Text }, new TextPart("html") { Text = MailHtml.Page(mail.Subject, mail.Text) } },
        };
        message.From.Add(from);
        message.To.Add(new MailboxAddress(null, mail.Recipient));
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }
}
