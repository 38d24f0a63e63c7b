using System.Text;

namespace Cln.Invoices.Pdf;

/// <summary>Renders documents as PDF: from the row, on demand, never stored. The same row makes the same bytes.</summary>
internal sealed class InvoicePdf(Typefaces typefaces, Seller seller)
{
    /// <param name="invoice">With its rows.</param>
    public RenderedInvoice Render(Invoice invoice)
    {
        var typesetter = new Typesetter(typefaces);
        var paper = Paper.For(invoice.Recipient.Country);
        var sheets = Layout(invoice, typesetter, paper);
        var footer = new Footer(seller, typesetter, paper);
        foreach (var (index, sheet) in sheets.Index()) footer.Draw(sheet, index + 1, sheets.Count);
        return new(PdfFile.Of(sheets, $"{invoice.Type.Title()} {invoice.Number}", seller.Name, invoice.CreatedAt), typesetter.Missing);
    }

    private List<Sheet> Layout(Invoice invoice, Typesetter typesetter, Paper paper)
    {
        var first = new Sheet(paper);
        var heading = new Heading(invoice, seller, typesetter);
        var table = new LineTable(invoice, typesetter, paper);
        var closing = new Closing(invoice, typesetter, paper);
        var top = heading.Draw(first);

        var sheets = new List<Sheet> { first };
        var pages = new Sheets(paper.Bottom - top - LineTable.HeadHeight, paper.Bottom - Heading.RunningHeight - LineTable.HeadHeight, LineTable.CarriedHeight, closing.Height);
        foreach (var (index, rows) in pages.Split(table.Heights).Index())
        {
            if (index > 0)
            {
                sheets.Add(new(paper));
                top = heading.DrawRunning(sheets[^1]);
            }

            top = table.Draw(sheets[^1], rows, top);
        }

        closing.Draw(sheets[^1], top);
        return sheets;
    }
}

/// <summary>A document as PDF.</summary>
/// <param name="Bytes">The file.</param>
/// <param name="Missing">Characters that no font has; an empty box stands for each.</param>
internal sealed record RenderedInvoice(byte[] Bytes, IReadOnlyCollection<Rune> Missing);
