using System.Globalization;
using Cln.Host.Data;
using MimeKit;

namespace Cln.Host.Mail;

/// <summary>Where mails go: to a mail server, or as files into a folder.</summary>
/// <param name="From"><c>Mail:From</c>: the sender of every mail.</param>
/// <param name="Smtp">The mail server; null when mails are written into a folder.</param>
/// <param name="PickupFolder"><c>Mail:PickupFolder</c>, an absolute path; null when a mail server is set. In development <c>&lt;Data:Folder&gt;/mail</c>, unless either is set.</param>
internal sealed record MailSettings(MailboxAddress From, SmtpSettings? Smtp, string? PickupFolder)
{
    /// <exception cref="WrongSetting">A setting is missing or isn't of the form that it takes.</exception>
    public static MailSettings Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var smtp = SmtpSettings.Read(configuration.GetSection("Mail:Smtp"));
        var folder = configuration["Mail:PickupFolder"];
        if (smtp is not null && !string.IsNullOrEmpty(folder)) throw WrongSetting.Value("Mail:PickupFolder", folder, "nothing while Mail:Smtp:Host is set: mails go either way");
        if (smtp is null && string.IsNullOrEmpty(folder) && !environment.IsDevelopment())
            throw WrongSetting.Missing("Mail:Smtp:Host", "the name of a mail server; or set Mail:PickupFolder to a folder that mails are written into");

        var data = DatabaseSettings.Read(configuration, environment).Folder;
        return new(Sender(configuration["Mail:From"], environment), smtp, smtp is null ? Path.GetFullPath(string.IsNullOrEmpty(folder) ? "mail" : folder, data) : null);
    }

    private static MailboxAddress Sender(string? text, IHostEnvironment environment)
    {
        const string takes = "the sender's address, such as \"CLN for Resellers <no-reply@example.com>\"";
        if (string.IsNullOrEmpty(text)) return environment.IsDevelopment() ? new("ClnReseller", "no-reply@cln.example") : throw WrongSetting.Missing("Mail:From", takes);
        return MailboxAddress.TryParse(text, out var sender) && EmailAddress.IsWellFormed(sender.Address)
            ? sender
            : throw WrongSetting.Value("Mail:From", text, takes);
    }
}

/// <summary>A mail server.</summary>
/// <param name="Host"><c>Mail:Smtp:Host</c>.</param>
/// <param name="Port"><c>Mail:Smtp:Port</c>, by default 587.</param>
/// <param name="User"><c>Mail:Smtp:User</c>; null for a server that asks for none.</param>
/// <param name="Password"><c>Mail:Smtp:Password</c>.</param>
/// <param name="UseTls"><c>Mail:Smtp:UseTls</c>, by default true: nothing is said to the server in the clear. On port 465 from the first byte on, elsewhere by STARTTLS.</param>
internal sealed record SmtpSettings(string Host, int Port, string? User, string? Password, bool UseTls)
{
    public static SmtpSettings? Read(IConfigurationSection section)
    {
        if (section["Host"] is not { Length: > 0 } host) return null;
        var (port, user, tls) = (section["Port"] ?? "587", section["User"], section["UseTls"] ?? "true");
        if (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 65535)
            throw WrongSetting.Value("Mail:Smtp:Port", port, "a port number, such as 587");
        if (!bool.TryParse(tls, out var useTls)) throw WrongSetting.Value("Mail:Smtp:UseTls", tls, "true or false");
        if (!string.IsNullOrEmpty(user) && string.IsNullOrEmpty(section["Password"])) throw WrongSetting.Missing("Mail:Smtp:Password", "the password of Mail:Smtp:User");
        return new(host, number, string.IsNullOrEmpty(user) ? null : user, section["Password"], useTls);
    }

    // A record's own ToString would tell the password to a log.
    public override string ToString() => $"{Host}:{Port}";
}
