using System.Globalization;

namespace Cln.Billing;

/// <summary>The seals outside the database, a file a day: what a forger of the database doesn't reach, and an older backup doesn't have.</summary>
internal sealed class SealFiles(SealSettings settings)
{
    private const string Extension = ".seal";

    /// <summary>Writes a day's file. One that is there already is never written over.</summary>
    /// <returns>False when there is one that says something else.</returns>
    public bool Write(SealedDay day, string text)
    {
        var file = Path.Combine(settings.Folder, Days.Text(day.Day) + Extension);
        var whole = $"{text}digest {day.Digest}\nkey {day.PublicKey}\nsignature {day.Signature}\n";
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(settings.Folder);
            var unfinished = string.Create(CultureInfo.InvariantCulture, $"{file}.{Guid.NewGuid():N}");
            File.WriteAllText(unfinished, whole);
            File.Move(unfinished, file, overwrite: true);
        }

        return File.ReadAllText(file) == whole;
    }

    /// <summary>Every file, oldest first.</summary>
    public IReadOnlyList<SealFile> All() => !Directory.Exists(settings.Folder)
        ? []
        : [.. Directory.EnumerateFiles(settings.Folder, "*" + Extension).Order(StringComparer.Ordinal).Select(file => SealFile.Read(Path.GetFileName(file), File.ReadAllText(file)))];
}

/// <summary>A seal's file, read.</summary>
/// <param name="Name">Of the file.</param>
/// <param name="Day">That it is of; null when it doesn't say.</param>
/// <param name="Digest">Of its text as it is now.</param>
/// <param name="PublicKey">That is said to have signed it.</param>
/// <param name="IsSigned">The signature under it fits.</param>
internal sealed record SealFile(string Name, DateOnly? Day, string Digest, string PublicKey, bool IsSigned)
{
    public static SealFile Read(string name, string whole)
    {
        var end = whole.IndexOf("\ndigest ", StringComparison.Ordinal) + 1;
        var text = whole[..end];
        var foot = whole[end..].Split('\n').Select(line => line.Split(' ', 2)).Where(line => line.Length == 2).ToLookup(line => line[0], line => line[1], StringComparer.Ordinal);
        var (digest, key) = (SealText.DigestOf(text), foot["key"].FirstOrDefault(""));
        var day = text.Split('\n') is [SealText.Title, ['d', 'a', 'y', ' ', .. var date], ..] && DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var said) ? said : (DateOnly?)null;
        return new(name, day, digest, key, SealKey.IsSigned(digest, key, foot["signature"].FirstOrDefault("")));
    }
}
