using Cln.Host;
using Microsoft.AspNetCore.Builder;

namespace Cln.Benchmarks;

/// <summary>The product, as it is but for how many points there are to spend, and with its demo data.</summary>
internal static class BenchHost
{
    public static async Task RunAsync(string database, string url)
    {
        await using var app = await StartAsync(database, url);
        await app.WaitForShutdownAsync();
    }

    public static async Task<WebApplication> StartAsync(string database, string url)
    {
        var folder = Directory.CreateTempSubdirectory("bench").FullName;
        var app = ClnHost.Build(
            [
                "--environment", "Development", "--Urls", url, "--Data:Folder", folder, "--Database:Provider", "Postgres", "--ConnectionStrings:Cln", database,
                "--Graph:Limits:Points", "2000000000", "--Graph:Limits:AtOnce", "1000", "--Jobs:Enabled", "false",
            ],
            builder => builder.Logging.ClearProviders());
        await app.PrepareAsync();
        await app.StartAsync();
        return app;
    }
}
