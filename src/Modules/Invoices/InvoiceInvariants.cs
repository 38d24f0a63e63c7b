using Cln.Contracts;

namespace Cln.Invoices;

/// <summary>What must be true of the documents at every moment.</summary>
internal sealed class InvoiceInvariants : IInvariants
{
    public IReadOnlyList<Invariant> All { get; } =
    [
        new(
            "I16",
            "A document's total is the sum of its lines, of which there is one at least.",
            """
            SELECT i.id FROM invoices_invoices i LEFT JOIN invoices_lines l ON l.invoice_id = i.id
            GROUP BY i.id, i.total HAVING COUNT(l.position) = 0 OR i.total <> COALESCE(SUM(l.sub_total), 0)
            """),
        new(
            "I17",
            "The numbers of a reseller's documents are 1, 2, 3, … up to the last one taken, none missing.",
            """
            SELECT COALESCE(s.reseller_id, i.reseller_id) AS reseller_id FROM invoices_series s FULL JOIN invoices_invoices i ON i.reseller_id = s.reseller_id
            GROUP BY s.reseller_id, i.reseller_id, s.last_sequence
            HAVING s.reseller_id IS NULL OR COUNT(i.id) <> s.last_sequence OR COALESCE(MAX(i.sequence), 0) <> s.last_sequence OR COALESCE(MIN(i.sequence), 1) <> 1
            """),
    ];
}
