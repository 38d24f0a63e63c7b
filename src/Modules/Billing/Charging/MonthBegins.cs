using System.Globalization;
using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>
/// What the first of a month asks for: everything that runs is charged for the new month, and the invoice is written. It happens in the
/// transaction of whoever comes first: the job, or a change that the reseller makes before the job got there.
/// </summary>
internal sealed class MonthBegins(ClnDbContext db, BooksLock locks, Ledger ledger, PriceList prices, Balances balances, IInvoicing invoicing, TimeProvider clock)
{
    /// <summary>Locks the reseller's books and charges, in order, every month that has begun since the last one charged.</summary>
    /// <returns>
    /// The books, and the day that counts as today. That is never before the last month charged: a host whose clock is late can't change
    /// a month that was closed.
    /// </returns>
    public async Task<(Books Books, DateOnly Today)> CatchUpAsync(long resellerId, CancellationToken cancellation)
    {
        var books = await locks.TakeAsync(resellerId, cancellation);
        var today = clock.Today();
        if (books.ChargedThrough > today) return (books, books.ChargedThrough);

        var charged = books.ChargedThrough;
        for (; charged < today.FirstOfMonth(); charged = charged.AddMonths(1)) await ChargeAsync(books, charged, charged.AddMonths(1), cancellation);
        CrashPoint.Hit("C18");
        if (charged > books.ChargedThrough)
            await db.Books.Where(b => b.ResellerId == resellerId).ExecuteUpdateAsync(set => set.SetProperty(b => b.ChargedThrough, charged), cancellation);
        CrashPoint.Hit("C19");
        return (books, today);
    }

    private async Task ChargeAsync(Books books, DateOnly last, DateOnly month, CancellationToken cancellation)
    {
        var lines = await MonthLinesAsync(books, last, month, cancellation);
        lines.AddRange(await TakeChangesAsync(books.ResellerId, month, cancellation));
        if (lines.Count == 0) return;

        var balance = await balances.OfAsync(books.ResellerId, cancellation);
        await invoicing.MonthBegunAsync(new(books.ResellerId, month, lines, balance.Amount, clock.GetUtcNow()), cancellation);
    }

    /// <summary>One posting and one line for each title, by name, of what ran at the end of the last month, at the new month's prices.</summary>
    private async Task<List<ChargedLine>> MonthLinesAsync(Books books, DateOnly last, DateOnly month, CancellationToken cancellation)
    {
        var running = await RunningAsync(books.ResellerId, last, cancellation);
        var monthly = running.Count == 0 ? null : await prices.OfResellerAsync(books.ResellerId, month, cancellation);
        List<ChargedLine> lines = [];
        foreach (var product in running.GroupBy(usage => usage.Title).OrderBy(product => product.Key, StringComparer.Ordinal))
        {
            var begun = product.Select(usage => usage.Next(monthly!.GetValueOrDefault(usage.PriceCode, usage.UnitPrice))).ToList();
            var line = new ChargedLine(product.Key, begun.Sum(one => one.Change.Running), begun.Aggregate(Money.Zero, (sum, one) => sum + one.Change.Due));
            if (!line.SubTotal.IsZero)
            {
                await PostAsync(books, month, line, cancellation);
                lines.Add(line);
            }

            foreach (var one in begun)
            {
                one.Month.Accept(one.Change);
                db.UsageMonths.Add(one.Month);
            }
        }

        return lines;
    }

    /// <summary>Saved rows, and those of a month that this very unit has just charged because several were due.</summary>
    private async Task<List<UsageMonth>> RunningAsync(long resellerId, DateOnly month, CancellationToken cancellation)
    {
        var saved = await db.UsageMonths.Where(usage => usage.ResellerId == resellerId && usage.Month == month && usage.Running > 0).ToListAsync(cancellation);
        var staged = db.ChangeTracker.Entries<UsageMonth>().Where(entry => entry.State == EntityState.Added).Select(entry => entry.Entity);
        return [.. saved, .. staged.Where(usage => usage.ResellerId == resellerId && usage.Month == month && usage.Running > 0)];
    }

    /// <summary>The month's charge is taken whatever the balance is: what runs goes on running until somebody decides otherwise.</summary>
    private async Task PostAsync(Books books, DateOnly month, ChargedLine line, CancellationToken cancellation)
    {
        var posting = Posting.Charged(
            books.ResellerId, books.Currency,
            string.Create(CultureInfo.InvariantCulture, $"{books.ResellerId}:{Days.MonthText(month)}:{line.Title}"),
            $"{line.Title}, {Days.MonthName(month)}", line.SubTotal, creditLimit: null);
        db.Charges.Add(new()
        {
            ResellerId = books.ResellerId,
            Transaction = await ledger.PostAsync(posting, cancellation),
            Kind = ChargeKind.Month,
            Title = line.Title,
            Quantity = line.Quantity,
            SubTotal = line.SubTotal,
            InvoicedMonth = month,
        });
    }

    /// <summary>What was added and removed since the last invoice, a line for each title and direction; from now on this invoice holds it.</summary>
    private async Task<IEnumerable<ChargedLine>> TakeChangesAsync(long resellerId, DateOnly month, CancellationToken cancellation)
    {
        var open = db.Charges.Where(charge => charge.ResellerId == resellerId && charge.InvoicedMonth == null);
        var charges = await open.AsNoTracking().ToListAsync(cancellation);
        await open.ExecuteUpdateAsync(set => set.SetProperty(charge => charge.InvoicedMonth, month), cancellation);
        return charges.GroupBy(charge => (charge.Title, charge.Kind)).OrderBy(line => line.Key.Title, StringComparer.Ordinal).ThenBy(line => line.Key.Kind)
            .Select(line => new ChargedLine(
                $"{line.Key.Title}, {(line.Key.Kind == ChargeKind.Added ? "added" : "removed")}",
                line.Sum(charge => charge.Quantity),
                line.Aggregate(Money.Zero, (sum, charge) => sum + charge.SubTotal)));
    }
}
