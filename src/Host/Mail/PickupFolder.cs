using System.Globalization;
using System.Text.RegularExpressions;
using MimeKit;

namespace Cln.Host.Mail;

/// <summary>Writes mails as <c>.eml</c> files, for another program to send, or to be looked at in development.</summary>
internal sealed partial class PickupFolder(string folder) : IMailTransport
{
    public const int MostListed = 100;

    /// <summary>A file appears whole or not at all, and a mail that is written again replaces itself.</summary>
    public async Task SendAsync(MimeMessage message, MailMessage mail, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var name = string.Create(CultureInfo.InvariantCulture, $"{mail.CreatedAt.UtcDateTime:yyyyMMdd'T'HHmmssfff}-{mail.Id:00000000}");
        var unfinished = Path.Combine(folder, $".{name}-{Guid.NewGuid():N}.tmp");
        try
        {
            await message.WriteToAsync(unfinished, cancellation);
            File.Move(unfinished, FileOf(name), overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>The names of the latest mails, newest first.</summary>
    public IReadOnlyList<string> Latest() => !Directory.Exists(folder)
        ? []
        : [.. Directory.EnumerateFiles(folder, "*.eml").Select(file => Path.GetFileNameWithoutExtension(file)).Where(IsOurs).OrderDescending(StringComparer.Ordinal).Take(MostListed)];

    /// <summary>The mail of this name; null when there is none.</summary>
    public async Task<MimeMessage?> FindAsync(string name, CancellationToken cancellation) =>
        IsOurs(name) && File.Exists(FileOf(name)) ? await MimeMessage.LoadAsync(FileOf(name), cancellation) : null;

    private string FileOf(string name) => Path.Combine(folder, name + ".eml");

    private static bool IsOurs(string name) => Form().IsMatch(name);

    [GeneratedRegex(@"^[0-9]{8}T[0-9]{9}-[0-9]{8,19}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
