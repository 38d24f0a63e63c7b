namespace Cln.Host.Data;

/// <summary>The checkup, every night, so that nobody has to think of it.</summary>
internal sealed class NightlyCheckup(IServiceScopeFactory scopes, ILogger<NightlyCheckup> logger) : IJob
{
    public static string Schedule => "0 30 2 * * ?";

    public async Task RunAsync(CancellationToken cancellation)
    {
        foreach (var finding in await Checkup.RunAsync(scopes, cancellation))
        {
            if (finding.Broken.Count > 0) logger.LogCritical("{Name} doesn't hold: {Meaning} {Broken}", finding.Name, finding.Meaning, string.Join("; ", finding.Broken));
        }
    }
}
