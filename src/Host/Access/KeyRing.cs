using Cln.Host.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace Cln.Host.Access;

/// <summary>
/// The keys that protect what the database shouldn't be enough to read: the secrets of authenticator apps, and the tickets of passkeys. They are files in <c>Access:KeysFolder</c>,
/// <c>keys/</c> in <c>Data:Folder</c> unless set; hosts that share a database share the folder.
/// </summary>
internal static class KeyRing
{
    public static IServiceCollection AddKeyRing(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddDataProtection().SetApplicationName("ClnReseller");
        return services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(options =>
            options.XmlRepository = new FileSystemXmlRepository(Folder(configuration, provider.GetRequiredService<DatabaseSettings>()), provider.GetRequiredService<ILoggerFactory>())));
    }

    private static DirectoryInfo Folder(IConfiguration configuration, DatabaseSettings database)
    {
        var folder = Path.GetFullPath(configuration["Access:KeysFolder"] is { Length: > 0 } set ? set : "keys", database.Folder);
        return OperatingSystem.IsWindows() ? Directory.CreateDirectory(folder) : Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
