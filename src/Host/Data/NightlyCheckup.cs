namespace Cln.Host.Data;

/// <summary>Holds all that must be true of the data against what is, every night, so that nobody has to think of it.</summary>
internal sealed class NightlyCheckup(IServiceScopeFactory scopes, Pieces pieces, ILogger<NightlyCheckup> logger) : IJob
{
    public static string Schedule => "0 30 2 * * ?";

    public async Task RunAsync(CancellationToken cancellation)
    {
        foreach (var finding in await Checkup.RunAsync(scopes, cancellation))
        {
            pieces.Count(finding.Broken.Count == 0 ? null : finding.ToString());
            if (finding.Broken.Count > 0) logger.LogCritical("{Name} doesn't hold: {Meaning} {Broken}", finding.Name, finding.Meaning, string.Join("; ", finding.Broken));
        }
    }
}
