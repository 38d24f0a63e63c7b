using System.Text;
using Cln.Billing;
using Cln.Data;
using Cln.Host;
using Cln.Host.Data;
using Cln.Tests.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cln.Tests.Billing;

/// <summary>A copy of a world's data folder at a moment: its SQLite file, its seals and their key.</summary>
internal sealed class Backup
{
    private readonly string folder = TestFolder.Create();

    private string Database => Path.Combine(folder, "cln.db");

    public static async Task<Backup> OfAsync(World world)
    {
        var backup = new Backup();
        await using var scope = world.PlatformScope();
        await scope.ServiceProvider.GetRequiredService<ClnDbContext>().Database.ExecuteSqlAsync($"VACUUM INTO {backup.Database}");
        backup.TakeSealsOf(world);
        return backup;
    }

    public void TakeSealsOf(World world)
    {
        var settings = world.Services.GetRequiredService<SealSettings>();
        File.Copy(settings.KeyFile, Path.Combine(folder, "seals.key"), overwrite: true);
        Directory.CreateDirectory(Path.Combine(folder, "seals"));
        foreach (var file in Directory.EnumerateFiles(settings.Folder)) File.Copy(file, Path.Combine(folder, "seals", Path.GetFileName(file)), overwrite: true);
    }

    /// <summary>Changes one bit of a byte in the file, in the first place that has this text.</summary>
    public void Flip(string text, int at)
    {
        SqliteConnection.ClearAllPools();
        var bytes = File.ReadAllBytes(Database);
        var place = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text));
        Assert.True(place >= 0);
        while (place >= 0)
        {
            bytes[place + at] ^= 1;
            place = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text));
        }

        File.WriteAllBytes(Database, bytes);
    }

    /// <summary>What a host on this copy finds broken.</summary>
    public async Task<IReadOnlyList<Finding>> FindingsAsync()
    {
        await using var app = ClnHost.Build(
            ["--environment", "Development"],
            builder =>
            {
                builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Data:Folder"] = folder });
                builder.Logging.ClearProviders();
            });
        await app.PrepareAsync();
        var findings = await Checkup.RunAsync(app.Services.GetRequiredService<IServiceScopeFactory>(), CancellationToken.None);
        return [.. findings.Where(finding => finding.Broken.Count > 0 && !finding.IsAboutTime)];
    }
}
