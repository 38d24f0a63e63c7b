using System.Globalization;
using Cln.Data;
using Cln.Events;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Cln.Billing;

/// <summary>Prices of the account's tier are to change, or aren't any more: <c>tier { priceChanges }</c> says what is ahead now. It is told with the letter.</summary>
internal sealed record PricesAnnounced(long ResellerId) : DomainEvent(ResellerId)
{
    public override (Type Type, long Id)? Subject => About<Reseller>(ResellerId);
}

/// <summary>Writes to the resellers of each tier what is announced for it, and to those who were written something else what is true now. Each letter is a unit of its own.</summary>
internal sealed class TellPrices(ClnDbContext db, Apart apart, Pieces pieces, TimeProvider clock, ILogger<TellPrices> logger) : IJob
{
    private const int AtOnce = 500;

    public static string Schedule => "0 3/5 * * * ?";

    public async Task RunAsync(CancellationToken cancellation)
    {
        var latest = await db.PriceAnnouncements.GroupBy(announcement => announcement.TierCode).Select(tier => tier.Max(announcement => announcement.Id)).ToListAsync(cancellation);
        foreach (var announcement in await db.PriceAnnouncements.AsNoTracking().Where(announcement => latest.Contains(announcement.Id)).ToListAsync(cancellation))
        {
            if (announcement.Changes.Length > 0 && announcement.After(clock.ThisMonth()).Count == 0) continue;
            await TellAsync(announcement, cancellation);
        }
    }

    private async Task TellAsync(PriceAnnouncement announcement, CancellationToken cancellation)
    {
        long last = 0;
        while (true)
        {
            var untold = await Untold(announcement).Where(reseller => reseller.Id > last).OrderBy(reseller => reseller.Id).Select(reseller => reseller.Id).Take(AtOnce).ToListAsync(cancellation);
            if (untold.Count == 0) return;
            foreach (var resellerId in untold) await WriteAsync(resellerId, announcement, cancellation);
            last = untold[^1];
        }
    }

    private Task WriteAsync(long resellerId, PriceAnnouncement announcement, CancellationToken cancellation) => pieces.TryAsync(
        () => apart.CommitAsync((PriceLetters letters) => letters.TellAsync(resellerId, announcement, cancellation), cancellation),
        failure => logger.LogError(failure, "Reseller {Reseller} could not be written about prices; it is tried again", resellerId),
        cancellation);

    /// <summary>Who is on the tier and doesn't know; where nothing is to change any more, of those only who was told that something would.</summary>
    private IQueryable<Reseller> Untold(PriceAnnouncement announcement)
    {
        var (notices, occasion, nothing) = (db.Notices, PriceLetters.Occasion(announcement.Id), announcement.Changes.Length == 0);
        return db.Resellers.Where(reseller => reseller.TierCode == announcement.TierCode && reseller.State == ResellerState.Active)
            .Where(reseller => !notices.Any(notice => notice.ResellerId == reseller.Id && notice.Occasion == occasion))
            .Where(reseller => !nothing || notices.Any(notice => notice.ResellerId == reseller.Id && notice.Occasion.StartsWith(PriceLetters.Prefix)));
    }
}

/// <summary>What a reseller is written when prices of its tier are to change.</summary>
internal sealed class PriceLetters(ClnDbContext db, Notices notices, Contracts.ICatalogue catalogue, TimeProvider clock)
{
    public const string Prefix = "prices:";

    public static string Occasion(long announcementId) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{announcementId}");

    /// <summary>Stages the letter. Who knows all this already, because a letter said the same before others were overtaken, is only noted.</summary>
    public async Task TellAsync(long resellerId, PriceAnnouncement announcement, CancellationToken cancellation)
    {
        var month = clock.ThisMonth();
        var (known, now) = ((await ToldAsync(resellerId, announcement.TierCode, cancellation))?.After(month) ?? [], announcement.After(month));
        if (PriceAnnouncement.Text(known) == PriceAnnouncement.Text(now))
            await notices.NoteAsync(resellerId, Occasion(announcement.Id), cancellation);
        else if (await notices.StageAsync(resellerId, Occasion(announcement.Id), Subject(known, now), await TextAsync(resellerId, isKnown: known.Count > 0, now, cancellation), cancellation))
            db.Tell(() => new PricesAnnounced(resellerId));
    }

    /// <summary>The announcement that the reseller was written of last.</summary>
    private async Task<PriceAnnouncement?> ToldAsync(long resellerId, string tierCode, CancellationToken cancellation)
    {
        var written = await db.Notices.Where(notice => notice.ResellerId == resellerId && notice.Occasion.StartsWith(Prefix)).OrderByDescending(notice => notice.Id)
            .Select(notice => notice.Occasion).ToListAsync(cancellation);
        foreach (var id in written.Select(occasion => long.Parse(occasion.AsSpan(Prefix.Length), CultureInfo.InvariantCulture)))
        {
            if (await db.PriceAnnouncements.AsNoTracking().SingleOrDefaultAsync(announcement => announcement.Id == id && announcement.TierCode == tierCode, cancellation) is { } told) return told;
        }

        return null;
    }

    private static string Subject(IReadOnlyList<PriceStep> known, IReadOnlyList<PriceStep> now) => (known, now) switch
    {
        (_, []) => "Prices stay as they are",
        ([], _) => $"Prices change on {Day(now.Min(step => step.From))}",
        _ => $"Corrected: prices change on {Day(now.Min(step => step.From))}",
    };

    private async Task<string> TextAsync(long resellerId, bool isKnown, IReadOnlyList<PriceStep> now, CancellationToken cancellation)
    {
        var about = await (from reseller in db.Resellers
                           join tier in db.PriceListTiers on reseller.TierCode equals tier.Code
                           where reseller.Id == resellerId
                           select new { tier.Name, reseller.Currency }).SingleAsync(cancellation);
        var instead = isKnown ? "This takes the place of what we wrote you before about prices to come.\n\n" : "";
        if (now.Count == 0) return $"{instead}The prices of your tier, {about.Name}, don't change: those of this month go on.";
        return $"""
            {instead}The prices of your tier, {about.Name}, change. They are in {about.Currency}, for one unit and a whole month.

            {string.Join("\n\n", catalogue.InOrder(now).GroupBy(step => step.From).Select(month => $"From {Day(month.Key)}:\n\n{string.Join('\n', month.Select(Line))}"))}

            Until then you are charged today's prices. What is charged for a month keeps its price to the month's end, and so does what you add in it.
            """;
    }

    private string Line(PriceStep step) =>
        $"- {catalogue.Find(step.Code)?.Name ?? (step.Code == Contracts.Chargeable.BackupPer10Gb ? "Backup, each 10 GB" : step.Code)}: {step.Monthly}{(step.Before is { } before ? $" instead of {before}" : ", new")}";

    private static string Day(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
