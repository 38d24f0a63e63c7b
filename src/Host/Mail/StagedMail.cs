using Cln.Contracts;
using Cln.Data;

namespace Cln.Host.Mail;

/// <summary>Keeps mails in the caller's transaction, for the sender to find after the commit.</summary>
internal sealed class StagedMail(ClnDbContext db, TimeProvider clock) : IMail
{
    public void Stage(Contracts.Mail mail)
    {
        if (!EmailAddress.IsWellFormed(mail.To)) throw new ArgumentException("The recipient is no email address.", nameof(mail));
        var now = clock.GetUtcNow();
        db.MailMessages.Add(new() { Recipient = mail.To, Subject = Subject(mail.Subject), Text = Body(mail.Text), CreatedAt = now, DueAt = now });
    }

    /// <summary>One line, whatever was in it: a line break in a header would begin another header.</summary>
    private static string Subject(string text)
    {
        var line = string.Join(' ', string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= MailMessage.LongestSubject) return line;
        var end = MailMessage.LongestSubject - 1;
        return string.Concat(line.AsSpan(0, char.IsHighSurrogate(line[end - 1]) ? end - 1 : end), "…");
    }

    private static string Body(string text) =>
        string.Concat(text.ReplaceLineEndings("\n").Where(c => c is '\n' or '\t' || !char.IsControl(c)));
}
