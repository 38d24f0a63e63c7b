using System.Globalization;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Audit;

/// <summary>How long the audit log keeps an entry.</summary>
/// <param name="Days"><c>Audit:KeepDays</c>: 400, at least 1.</param>
internal sealed record AuditRetention(int Days)
{
    /// <exception cref="WrongSetting">It is no number of days.</exception>
    public static AuditRetention Read(IConfiguration configuration)
    {
        var text = configuration["Audit:KeepDays"];
        if (string.IsNullOrWhiteSpace(text)) return new(400);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= 36_500
            ? new AuditRetention(days)
            : throw WrongSetting.Value("Audit:KeepDays", text, "a number of days, from 1 to 36500");
    }
}

/// <summary>Takes old entries out of the audit log, some at a time, so that nobody waits for it long.</summary>
internal sealed class TrimAuditLog(ClnDbContext db, IUnitOfWork unit, AuditRetention retention, TimeProvider clock) : IJob
{
    private const int AtOnce = 5_000;

    public static string Schedule => "0 0 4 * * ?";

    public async Task RunAsync(CancellationToken cancellation)
    {
        var before = clock.GetUtcNow().AddDays(-retention.Days);
        var old = db.AuditEntries.OfEveryReseller().Where(entry => entry.At < before).OrderBy(entry => entry.Id).Take(AtOnce);
        while (await unit.CommitAsync(() => old.ExecuteDeleteAsync(cancellation), cancellation) == AtOnce)
        {
        }
    }
}
