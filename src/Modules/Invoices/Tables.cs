using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Invoices;

internal static class Tables
{
    extension(ClnDbContext db)
    {
        internal DbSet<Invoice> Invoices => db.Set<Invoice>();

        internal DbSet<InvoiceLine> InvoiceLines => db.Set<InvoiceLine>();

        internal DbSet<InvoiceSeries> InvoiceSeries => db.Set<InvoiceSeries>();
    }
}
