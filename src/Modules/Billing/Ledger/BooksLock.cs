using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>Locks a reseller's books for the rest of the transaction, and opens them on first use.</summary>
internal sealed class BooksLock(ClnDbContext db, TimeProvider clock)
{
    /// <summary>Waits for the lock, and answers what the books say now.</summary>
    /// <exception cref="InvalidOperationException">No transaction is open, so there is nothing that could hold the lock.</exception>
    public async Task<Books> TakeAsync(long resellerId, CancellationToken cancellation)
    {
        if (db.Database.CurrentTransaction is null) throw new InvalidOperationException("Money moves inside a unit of work only.");
        var books = db.Books.Where(b => b.ResellerId == resellerId);
        if (await TouchAsync(books, cancellation) == 0)
        {
            await OpenAsync(resellerId, cancellation);
            await TouchAsync(books, cancellation);
        }

        return await books.AsNoTracking().SingleAsync(cancellation);
    }

    /// <summary>An update that changes nothing locks the row, on every database.</summary>
    private static Task<int> TouchAsync(IQueryable<Books> books, CancellationToken cancellation) =>
        books.ExecuteUpdateAsync(set => set.SetProperty(b => b.Currency, b => b.Currency), cancellation);

    /// <summary>There is no row to lock yet, and two hosts may both find that: the reseller's own row decides who opens the books.</summary>
    private async Task OpenAsync(long resellerId, CancellationToken cancellation)
    {
        var reseller = db.Resellers.Where(r => r.Id == resellerId);
        await reseller.ExecuteUpdateAsync(set => set.SetProperty(r => r.TierCode, r => r.TierCode), cancellation);
        if (await db.Books.AnyAsync(b => b.ResellerId == resellerId, cancellation)) return;

        var currency = await reseller.Select(r => r.Currency).SingleAsync(cancellation);
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO billing_books (reseller_id, currency, charged_through) VALUES ({resellerId}, {currency}, {Days.Text(clock.ThisMonth())})", cancellation);
    }
}
