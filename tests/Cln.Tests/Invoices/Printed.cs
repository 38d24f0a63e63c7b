using System.Text;
using Cln.Invoices;
using Cln.Invoices.Pdf;
using UglyToad.PdfPig;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;

namespace Cln.Tests.Invoices;

/// <summary>Documents to print, and what a reader finds in the print.</summary>
internal static class Printed
{
    public static readonly Seller Seller = new()
    {
        Name = "Example Licences, Inc.",
        Address = ["1 Example Street", "Springfield"],
        VatId = "EU123456789",
        Registration = "Delaware 1234567",
        Email = "billing@licences.example",
    };

    /// <summary>A payment of a German company.</summary>
    public static Invoice Payment(string company = "Nordlicht Hosting GmbH", string country = "DE", string title = "Top up by card •••• 4242") => Document(InvoiceType.PaymentReceived, country, company, [(title, 1, 100_000)], 123_456);

    public static Invoice Refund(long balance) => Document(InvoiceType.Refund, "DE", "Nordlicht Hosting GmbH", [("Refund of a top up", 1, -100_000)], balance);

    /// <summary>A month's invoice with this number of lines, "Licence 1" for 1.00 and so on.</summary>
    public static Invoice Month(int lines, string country = "DE") => Document(InvoiceType.Invoice, country, "Nordlicht Hosting GmbH", [.. Enumerable.Range(1, lines).Select(i => ($"Licence {i}", i, 100L * i))], 500_000);

    public static RenderedInvoice Render(Invoice invoice, string? fonts = null)
    {
        using var typefaces = new Typefaces(fonts);
        return new InvoicePdf(typefaces, Seller).Render(invoice);
    }

    public static PdfDocument Read(this RenderedInvoice rendered) => PdfDocument.Open(rendered.Bytes);

    /// <summary>The text of a page as a search finds it: lines from top to bottom, each with single spaces.</summary>
    public static string Words(this UglyToad.PdfPig.Content.Page page) =>
        string.Join('\n', ContentOrderTextExtractor.GetText(page).Split('\n').Select(line => string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).Where(line => line.Length > 0));

    /// <summary>What was written from right to left, as it is read: letters instead of their joined forms, in their order.</summary>
    public static string FromTheRight(string visual) => new([.. string.Concat(visual.Reverse()).Normalize(NormalizationForm.FormKC)]);

    private static Invoice Document(InvoiceType type, string country, string company, (string Title, int Quantity, long Cents)[] lines, long balance) => new()
    {
        ResellerId = 7,
        Number = "7-12",
        Sequence = 12,
        CreatedAt = new(2026, 12, 1, 0, 0, 5, TimeSpan.Zero),
        Type = type,
        PayPeriod = new(2026, 12, 1),
        Total = new(lines.Sum(line => line.Cents)),
        Balance = new(balance),
        Currency = "USD",
        Recipient = new()
        {
            Company = company,
            FirstName = "Jörg",
            LastName = "Müller",
            Email = "joerg@nordlicht.example",
            Street = "Große Straße 1",
            City = "Köln",
            Region = "NRW",
            PostalCode = "50667",
            Country = country,
            VatId = "DE811907980",
        },
        Rows = [.. lines.Select((line, index) => new InvoiceLine { ResellerId = 7, Position = index + 1, Title = line.Title, Quantity = line.Quantity, SubTotal = new(line.Cents) })],
    };
}
