using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Invoices;

/// <summary>Issues the documents, in the transaction of the money that they are about.</summary>
internal sealed class Invoicing(ClnDbContext db, InvoiceLetters letters) : IInvoicing
{
    public Task PaymentReceivedAsync(MoneyMoved moved, CancellationToken cancellation) =>
        IssueAsync(moved.ResellerId, InvoiceType.PaymentReceived, MonthOf(moved.At), [new(moved.Title, 1, moved.Amount)], moved.Balance, moved.At, cancellation);

    public Task RefundedAsync(MoneyMoved moved, CancellationToken cancellation) =>
        IssueAsync(moved.ResellerId, InvoiceType.Refund, MonthOf(moved.At), [new(moved.Title, 1, -moved.Amount)], moved.Balance, moved.At, cancellation);

    public Task MonthBegunAsync(MonthCharged charged, CancellationToken cancellation) =>
        IssueAsync(charged.ResellerId, InvoiceType.Invoice, charged.Month, charged.Lines, charged.Balance, charged.At, cancellation);

    private async Task IssueAsync(long resellerId, InvoiceType type, DateOnly payPeriod, IReadOnlyList<ChargedLine> lines, Money balance, DateTimeOffset at, CancellationToken cancellation)
    {
        if (lines.Count == 0) throw new ArgumentException("A document has a line at least.", nameof(lines));
        var reseller = await db.Resellers.SingleAsync(r => r.Id == resellerId, cancellation);
        var number = await InvoiceSeries.NextAsync(db, resellerId, cancellation);
        CrashPoint.Hit("C20");
        var invoice = Invoice.Issue(reseller, number, type, payPeriod, lines, balance, at);
        db.Invoices.Add(invoice);
        if (type == InvoiceType.Invoice) letters.Issued(reseller, invoice);
        db.Tell(() => new InvoiceIssued(resellerId, invoice.Id));
    }

    private static DateOnly MonthOf(DateTimeOffset at) => new(at.UtcDateTime.Year, at.UtcDateTime.Month, 1);
}
