using Cln.Host.Mail;
using MailKit.Net.Smtp;
using MimeKit;

namespace Cln.Tests.Mail;

public sealed class MailTransportTests : IDisposable
{
    private static readonly MailboxAddress from = new("CLN for Resellers", "no-reply@portal.example");

    private readonly string folder = Directory.CreateTempSubdirectory("cln-mail-").FullName;

    [Fact]
    public async Task A_mail_reaches_the_server_with_both_parts_and_a_message_id_of_its_own()
    {
        await using var server = new TinySmtpServer();
        var mail = AMail("Grüße aus 東京", "Hello Ann,\n\n.a line that begins with a dot\n\nhttps://portal.example/activate?token=abc_-1\n");

        await SendAsync(server, mail);

        var got = Assert.Single(server.Messages);
        Assert.Equal(mail.Subject, got.Subject);
        Assert.Equal("\"CLN for Resellers\" <no-reply@portal.example>", got.From.ToString());
        Assert.Equal("ann@host.example", got.To.ToString());
        Assert.Equal(mail.Text, got.TextBody!.ReplaceLineEndings("\n"));
        Assert.Contains("<a href=\"https://portal.example/activate?token=abc_-1\"", got.HtmlBody, StringComparison.Ordinal);
        Assert.Equal("mail-0.1795867200000@portal.example", got.MessageId);
        Assert.Equal("auto-generated", got.Headers["Auto-Submitted"]);
    }

    [Fact]
    public async Task A_refused_recipient_is_an_error_with_the_servers_own_words()
    {
        await using var server = new TinySmtpServer { Refusal = "451 Come back later" };

        var refused = await Assert.ThrowsAsync<SmtpCommandException>(() => SendAsync(server, AMail("Subject", "Text")));

        Assert.Contains("Come back later", refused.Message, StringComparison.Ordinal);
        Assert.Empty(server.Messages);
    }

    [Fact]
    public async Task A_server_without_tls_is_told_nothing_when_tls_is_asked_for()
    {
        await using var server = new TinySmtpServer();
        var mail = AMail("Subject", "Text");

        await Assert.ThrowsAsync<NotSupportedException>(() =>
            new SmtpServer(new("127.0.0.1", server.Port, User: null, Password: null, UseTls: true)).SendAsync(MailMime.Of(mail, from), mail, CancellationToken.None));

        Assert.Empty(server.Messages);
    }

    [Fact]
    public async Task The_pickup_folder_gets_a_whole_file_that_a_second_try_replaces()
    {
        var pickup = new PickupFolder(Path.Combine(folder, "new"));
        Assert.Empty(pickup.Latest());
        var mail = AMail("Subject", "Text");

        await pickup.SendAsync(MailMime.Of(mail, from), mail, CancellationToken.None);
        await pickup.SendAsync(MailMime.Of(mail, from), mail, CancellationToken.None);

        Assert.Equal(["20261128T120000000-00000000.eml"], Directory.GetFiles(Path.Combine(folder, "new")).Select(Path.GetFileName));
        Assert.Equal("Subject", (await pickup.FindAsync(Assert.Single(pickup.Latest()), CancellationToken.None))!.Subject);
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("20261128T120000000-00000000/../../secret")]
    [InlineData("20261128T120000000-00000000\n")]
    [InlineData("")]
    public async Task The_pickup_folder_opens_nothing_but_its_own_mails(string name)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "secret.eml"), "Subject: secret\r\n\r\n");
        Directory.CreateDirectory(Path.Combine(folder, "mail"));

        Assert.Null(await new PickupFolder(Path.Combine(folder, "mail")).FindAsync(name, CancellationToken.None));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static MailMessage AMail(string subject, string text) => new()
    {
        Recipient = "ann@host.example",
        Subject = subject,
        Text = text,
        CreatedAt = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero),
    };

    private static Task SendAsync(TinySmtpServer server, MailMessage mail) =>
        new SmtpServer(new("127.0.0.1", server.Port, User: null, Password: null, UseTls: false)).SendAsync(MailMime.Of(mail, from), mail, CancellationToken.None);
}
