using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>A correction of a balance.</summary>
/// <param name="ResellerId">Whose.</param>
/// <param name="Amount">What to give; negative takes. Not 0.00.</param>
/// <param name="Reason">Why, in 3 to 150 characters. The reseller reads it, and it stays in the audit log.</param>
/// <param name="IdempotencyKey">A name for this correction: sending it again changes nothing more.</param>
internal sealed record AdjustBalanceInput(Id<Reseller> ResellerId, Money Amount, string Reason, IdempotencyKey IdempotencyKey);

[Extends<Mutation>]
internal static class AdjustBalance
{
    /// <summary>
    /// For operators: gives to a reseller's balance or takes from it, where no payment and no charge is the right way to. It answers the entry that
    /// the reseller sees. Taking more than there is leaves a debt.
    /// </summary>
    [Scope(Scopes.Operator), OncePerRequest]
    [Throws<NotFound>, Throws<InvalidInput>]
    public static async Task<LedgerEntry> AdjustBalanceAsync(AdjustBalanceInput input, BooksLock locks, Ledger ledger, IAudit audit, ClnDbContext db, CancellationToken cancellation)
    {
        OperatorReason.Check(input.Reason);
        if (input.Amount.IsZero) throw new InvalidInput("amount", "is not 0.00.");
        var resellerId = input.ResellerId.Value;
        if (!await db.Resellers.AnyAsync(reseller => reseller.Id == resellerId, cancellation)) throw new NotFound("reseller");

        var books = await locks.TakeAsync(resellerId, cancellation);
        var transaction = await ledger.PostAsync(Posting.Adjusted(resellerId, books.Currency, input.IdempotencyKey.ToString(), input.Reason, input.Amount), cancellation);
        audit.Explain(resellerId, $"{input.Amount} {books.Currency}", input.Reason);
        return transaction.Entries.Single(entry => entry.Debit == -input.Amount.Cents);
    }
}
