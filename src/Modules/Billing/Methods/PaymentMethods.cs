using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>The payment methods of a reseller, in their order; one of them is current.</summary>
internal sealed class PaymentMethods(ClnDbContext db, BooksLock books)
{
    public const int Most = 20;

    public IQueryable<PaymentMethod> Of(long resellerId) =>
        db.PaymentMethods.Where(method => method.ResellerId == resellerId && method.Standing != MethodStanding.Removed).OrderBy(method => method.Position);

    public Task<PaymentMethod?> CurrentAsync(long resellerId, CancellationToken cancellation) =>
        Of(resellerId).FirstOrDefaultAsync(method => method.Standing == MethodStanding.Current, cancellation);

    /// <exception cref="NotFound">It doesn't exist, isn't the reseller's, or was removed.</exception>
    public async Task<PaymentMethod> FindAsync(long resellerId, long id, CancellationToken cancellation) =>
        await Of(resellerId).FirstOrDefaultAsync(method => method.Id == id, cancellation) ?? throw new NotFound("payment method");

    /// <summary>The same, with the books locked, so that it stays as it was found.</summary>
    public async Task<PaymentMethod> FindForChangeAsync(long resellerId, long id, CancellationToken cancellation)
    {
        await books.TakeAsync(resellerId, cancellation);
        return await FindAsync(resellerId, id, cancellation);
    }

    /// <summary>Adds a method at the end of the order. It isn't current.</summary>
    public async Task<PaymentMethod> AddAsync(long resellerId, string gateway, KeptMethod kept, CancellationToken cancellation)
    {
        await books.TakeAsync(resellerId, cancellation);
        var known = await Of(resellerId).FirstOrDefaultAsync(method => method.Gateway == gateway && method.Reference == kept.Reference, cancellation);
        if (known is not null) return known;
        if (await Of(resellerId).CountAsync(cancellation) >= Most) throw new TooManyPaymentMethods();

        var last = await db.PaymentMethods.Where(method => method.ResellerId == resellerId).MaxAsync(method => (int?)method.Position, cancellation) ?? 0;
        var added = PaymentMethod.Of(resellerId, gateway, kept, last + 1);
        db.PaymentMethods.Add(added);
        return added;
    }

    /// <summary>The books must be locked. The one that was current gives way first: two at once the database refuses.</summary>
    public async Task MakeCurrentAsync(PaymentMethod method, CancellationToken cancellation)
    {
        if (method.Current) return;
        await db.PaymentMethods.Where(other => other.ResellerId == method.ResellerId && other.Standing == MethodStanding.Current)
            .ExecuteUpdateAsync(set => set.SetProperty(other => other.Standing, MethodStanding.Spare), cancellation);
        method.MakeCurrent();
    }

    /// <summary>Puts the methods in this order.</summary>
    /// <exception cref="NotFound">One of them isn't the reseller's.</exception>
    /// <exception cref="InvalidInput">Not all are named, or one is named twice.</exception>
    public async Task<IReadOnlyList<PaymentMethod>> OrderAsync(long resellerId, IReadOnlyList<long> ids, CancellationToken cancellation)
    {
        await books.TakeAsync(resellerId, cancellation);
        var kept = await Of(resellerId).ToDictionaryAsync(method => method.Id, cancellation);
        if (ids.Any(id => !kept.ContainsKey(id))) throw new NotFound("payment method");
        if (ids.Distinct().Count() != ids.Count || ids.Count != kept.Count) throw new InvalidInput("ids", $"name each of your {kept.Count} payment methods once.");

        // Behind all that ever were: no two rows have one place, not even for a moment.
        var last = await db.PaymentMethods.Where(method => method.ResellerId == resellerId).MaxAsync(method => (int?)method.Position, cancellation) ?? 0;
        foreach (var (place, id) in ids.Index()) kept[id].Move(last + 1 + place);
        return [.. ids.Select(id => kept[id])];
    }

    /// <summary>Removes a method; the books must be locked. When it was current the next one in the order takes its place, or the first when it was the last.</summary>
    public async Task RemoveAsync(PaymentMethod method, CancellationToken cancellation)
    {
        if (method.Current)
        {
            var others = await Of(method.ResellerId).Where(other => other.Id != method.Id).ToListAsync(cancellation);
            if ((others.Find(other => other.Position > method.Position) ?? others.FirstOrDefault()) is { } heir) await MakeCurrentAsync(heir, cancellation);
        }

        method.Remove();
    }
}

/// <summary>There is room for twenty payment methods: remove one first.</summary>
internal sealed class TooManyPaymentMethods()
    : DomainError("TOO_MANY_PAYMENT_METHODS", $"An account keeps at most {PaymentMethods.Most} payment methods. Remove one first.");

[Extends<Query>]
internal static class PaymentMethodsField
{
    /// <summary>Your kept cards and wallets, in their order; one of them is current. At most 20.</summary>
    [Scope(Scopes.BillingRead)]
    public static async Task<IReadOnlyList<PaymentMethod>> PaymentMethodsAsync(Caller caller, PaymentMethods methods, CancellationToken cancellation) =>
        await methods.Of(caller.RequireReseller()).AsNoTracking().ToListAsync(cancellation);
}
