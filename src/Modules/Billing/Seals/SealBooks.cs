using Microsoft.Extensions.Logging;

namespace Cln.Billing;

/// <summary>Seals the books, once a day: how far each reseller's chain has come, signed, and written outside the database.</summary>
internal sealed class SealBooks(Apart apart, SealFiles files, Pieces pieces, TimeProvider clock, ILogger<SealBooks> logger) : IJob
{
    /// <summary>Each hour, so that a host that was down at midnight makes up for it.</summary>
    public static string Schedule => "0 5 * * * ?";

    public async Task RunAsync(CancellationToken cancellation)
    {
        if (await apart.CommitAsync((Sealing sealing) => sealing.SealAsync(clock.Today(), cancellation), cancellation) is not { } signed) return;

        // A host that died here, or that isn't the one which signed, writes its copy in the next hour.
        var isHonest = files.Write(signed.Day, signed.Text);
        pieces.Count(isHonest ? null : $"The seal of {Days.Text(signed.Day.Day)} isn't the one in its file: the books were forged, or restored from a backup.");
        if (!isHonest)
            logger.LogCritical("The seal of {Day} in the database isn't the one that was written into its file: the books were forged, or restored from a backup", signed.Day.Day);
    }
}
