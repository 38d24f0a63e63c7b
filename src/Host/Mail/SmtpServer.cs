using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Cln.Host.Mail;

/// <summary>Hands mails to a mail server.</summary>
internal sealed class SmtpServer(SmtpSettings settings) : IMailTransport
{
    public async Task SendAsync(MimeMessage message, MailMessage mail, CancellationToken cancellation)
    {
        using var client = new SmtpClient();
        await client.ConnectAsync(settings.Host, settings.Port, Security, cancellation);
        if (settings.User is { } user) await client.AuthenticateAsync(user, settings.Password ?? "", cancellation);
        await client.SendAsync(message, cancellation);
        await client.DisconnectAsync(quit: true, cancellation);
    }

    private SecureSocketOptions Security => !settings.UseTls ? SecureSocketOptions.None : settings.Port == 465 ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTls;
}
