namespace Cln.Contracts;

/// <summary>Sends mail. Fulfilled by the host.</summary>
public interface IMail
{
    /// <summary>Stages a mail in the caller's transaction. It is sent after the commit, once, and tried again when the server refuses.</summary>
    void Stage(Mail mail);
}

/// <summary>A mail to one person.</summary>
/// <param name="To">The address.</param>
/// <param name="Subject">One line.</param>
/// <param name="Text">The whole message as plain text; the HTML part is made from it: paragraphs, and links where a line is an address.</param>
public sealed record Mail(string To, string Subject, string Text);
