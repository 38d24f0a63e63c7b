using MimeKit;

namespace Cln.Host.Mail;

/// <summary>Takes a mail out of the house.</summary>
internal interface IMailTransport
{
    Task SendAsync(MimeMessage message, MailMessage mail, CancellationToken cancellation);
}
