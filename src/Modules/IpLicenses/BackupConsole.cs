using Microsoft.Extensions.Configuration;

namespace Cln.IpLicenses;

/// <summary>The backup system's own console, where customers manage what their backups hold. <c>IpLicenses:BackupUrl</c> says where it is.</summary>
internal sealed class BackupConsole(string template)
{
    private const string Setting = "IpLicenses:BackupUrl";

    public static BackupConsole Read(IConfiguration configuration)
    {
        var template = configuration[Setting] ?? "https://backup.example.com/{dataCenter}/servers/{ip}";
        return Uri.TryCreate(Fill(template, "EU1", "192.0.2.1"), UriKind.Absolute, out var url) && url.Scheme is "https" or "http"
            ? new(template)
            : throw new InvalidOperationException($"The setting {Setting} is \"{template}\". It takes a web address in which {{dataCenter}} and {{ip}} are filled in, such as \"https://backup.example.com/{{dataCenter}}/servers/{{ip}}\".");
    }

    public string UrlOf(Backup backup) => Fill(template, backup.DataCenter, backup.Ip.ToString());

    private static string Fill(string template, string dataCenter, string ip) => template
        .Replace("{dataCenter}", Uri.EscapeDataString(dataCenter), StringComparison.OrdinalIgnoreCase)
        .Replace("{ip}", Uri.EscapeDataString(ip), StringComparison.OrdinalIgnoreCase);
}
