using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Cln.Billing;

/// <summary>Where seals are kept outside the database, and what they are signed with.</summary>
/// <param name="Folder"><c>Billing:Seals:Folder</c>: where a file is written each day; <c>seals</c> in <c>Data:Folder</c>. Best on another machine.</param>
/// <param name="KeyFile"><c>Billing:Seals:KeyFile</c>: the secret key, 64 hexadecimal digits; <c>seals.key</c> in <c>Data:Folder</c>, made when it isn't there. Hosts of one database share it.</param>
/// <param name="TrustedKeys"><c>Billing:Seals:TrustedKeys</c>: public keys of earlier or other hosts, with blanks between them.</param>
internal sealed record SealSettings(string Folder, string KeyFile, IReadOnlySet<string> TrustedKeys)
{
    /// <exception cref="InvalidOperationException">A trusted key isn't one.</exception>
    public static SealSettings Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var data = Path.GetFullPath(configuration["Data:Folder"] ?? "data", environment.ContentRootPath);
        var keys = (configuration["Billing:Seals:TrustedKeys"] ?? "").ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (Array.Find(keys, key => key.Length != 64 || !key.All(char.IsAsciiHexDigit)) is { } wrong)
            throw new InvalidOperationException($"The setting Billing:Seals:TrustedKeys has \"{wrong}\". A public key is 64 hexadecimal digits, as the files of the seals name it.");
        return new(In(data, configuration["Billing:Seals:Folder"], "seals"), In(data, configuration["Billing:Seals:KeyFile"], "seals.key"), keys.ToHashSet(StringComparer.Ordinal));
    }

    private static string In(string folder, string? path, string usual) => Path.GetFullPath(string.IsNullOrWhiteSpace(path) ? usual : path, folder);
}
