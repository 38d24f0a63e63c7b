using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>Our notes on orders at PayPal, each call in a transaction of its own: what is noted before a call stands, whatever becomes of the call.</summary>
internal sealed class PayPalNotes(Apart apart)
{
    public Task<PayPalOrder?> FindAsync(string name, CancellationToken cancellation) =>
        apart.CommitAsync((ClnDbContext db) => db.PayPalOrders.AsNoTracking().FirstOrDefaultAsync(order => order.Name == name, cancellation), cancellation);

    public Task<PayPalOrder?> FindByKeyAsync(string key, CancellationToken cancellation) =>
        apart.CommitAsync((ClnDbContext db) => db.PayPalOrders.AsNoTracking().FirstOrDefaultAsync(order => order.OrderKey == key, cancellation), cancellation);

    /// <summary>Notes a new order; one that is noted already stays as it is.</summary>
    /// <returns>The note that stands.</returns>
    public Task<PayPalOrder> AddAsync(PayPalOrder added, CancellationToken cancellation) => apart.CommitAsync(
        async (ClnDbContext db) =>
        {
            if (await db.PayPalOrders.AsNoTracking().FirstOrDefaultAsync(order => order.OrderKey == added.OrderKey, cancellation) is { } known) return known;
            db.PayPalOrders.Add(added);
            return added;
        },
        cancellation);

    /// <summary>Changes a note, if there is one.</summary>
    public Task ChangeAsync(string name, Action<PayPalOrder, DateTimeOffset> change, CancellationToken cancellation) => apart.CommitAsync(
        async (ChangesOfPayPalOrders changes) => await changes.ChangeAsync(name, change, cancellation),
        cancellation);

    /// <summary>Notes that the money is asked for, unless it was given up: one of the two comes first, and the other sees it.</summary>
    /// <returns>Null when its money must not be asked for any more.</returns>
    public Task<CaptureTurn?> BeginCaptureAsync(string name, string key, CancellationToken cancellation) => apart.CommitAsync(
        (ChangesOfPayPalOrders changes) => changes.BeginCaptureAsync(name, key, cancellation),
        cancellation);

    /// <summary>Resolves never to ask for the money of an order, unless it was asked for.</summary>
    public Task GiveUpAsync(string name, CancellationToken cancellation) => apart.CommitAsync(
        (ChangesOfPayPalOrders changes) => changes.GiveUpAsync(name, cancellation),
        cancellation);

    public Task AddSetupAsync(long resellerId, string name, CancellationToken cancellation) => apart.CommitAsync(
        (ChangesOfPayPalOrders changes) => changes.AddSetupAsync(resellerId, name, cancellation),
        cancellation);

    public Task<bool> OwnsSetupAsync(long resellerId, string name, CancellationToken cancellation) => apart.CommitAsync(
        (ClnDbContext db) => db.PayPalSetups.AnyAsync(setup => setup.Name == name && setup.ResellerId == resellerId, cancellation),
        cancellation);
}

/// <summary>The notes' rows, each call in the caller's transaction.</summary>
internal sealed class ChangesOfPayPalOrders(ClnDbContext db, BooksLock books, TimeProvider clock)
{
    public async Task ChangeAsync(string name, Action<PayPalOrder, DateTimeOffset> change, CancellationToken cancellation)
    {
        if (await LockAsync(name, cancellation) is { } order) change(order, clock.GetUtcNow());
    }

    /// <summary>An order of which nothing is noted can't have been given up here.</summary>
    public async Task<CaptureTurn?> BeginCaptureAsync(string name, string key, CancellationToken cancellation) =>
        await LockAsync(name, cancellation) is { } order ? order.BeginCapture(clock.GetUtcNow()) : new(1, First: false, $"{key}:capture:1");

    public async Task GiveUpAsync(string name, CancellationToken cancellation)
    {
        if (await LockAsync(name, cancellation) is { CaptureSentAt: null, CaptureId: null } order) order.GiveUp(clock.GetUtcNow());
    }

    public async Task AddSetupAsync(long resellerId, string name, CancellationToken cancellation)
    {
        if (!await db.PayPalSetups.AnyAsync(setup => setup.Name == name, cancellation))
            db.PayPalSetups.Add(new() { ResellerId = resellerId, Name = name, CreatedAt = clock.GetUtcNow() });
    }

    private async Task<PayPalOrder?> LockAsync(string name, CancellationToken cancellation)
    {
        if (await db.PayPalOrders.Where(order => order.Name == name).Select(order => (long?)order.ResellerId).FirstOrDefaultAsync(cancellation) is not { } resellerId) return null;
        await books.TakeAsync(resellerId, cancellation);
        return await db.PayPalOrders.SingleAsync(order => order.Name == name, cancellation);
    }
}
