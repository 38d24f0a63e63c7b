namespace Cln.Spacewalk;

/// <summary>What people type into an account's form: tidied, or refused with the field's name.</summary>
internal static class Entry
{
    internal const int LongestLine = 100;

    public static string Line(string field, string typed)
    {
        var line = typed.Trim();
        return line.Length is >= 1 and <= LongestLine && !line.Any(char.IsControl)
            ? line
            : throw new InvalidInput(field, "This is one line of 1 to 100 characters.");
    }

    public static string Email(string field, string typed)
    {
        var email = typed.Trim();
        return EmailAddress.IsWellFormed(email) ? email : throw new InvalidInput(field, "This is one email address, such as \"ann@example.com\", of at most 254 characters.");
    }
}
