using System.Globalization;

namespace Cln.Invoices.Pdf;

/// <summary>How the documents say things.</summary>
internal static class Wording
{
    extension(InvoiceType type)
    {
        public string Title() => type switch
        {
            InvoiceType.PaymentReceived => "Payment received",
            InvoiceType.Refund => "Refund",
            _ => "Invoice",
        };

        public string Recipient() => type switch
        {
            InvoiceType.PaymentReceived => "Received from",
            InvoiceType.Refund => "Refunded to",
            _ => "Billed to",
        };

        public string FileName() => type switch
        {
            InvoiceType.PaymentReceived => "payment",
            InvoiceType.Refund => "refund",
            _ => "invoice",
        };
    }

    /// <summary>"1,234.56". The minus is the keyboard's, so that an amount can be searched for and pasted into a sheet.</summary>
    public static string Amount(Money money) => (money.Cents / 100m).ToString("#,##0.00", CultureInfo.InvariantCulture);

    /// <summary>"1 December 2026": no reader takes the month for the day.</summary>
    public static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    public static string Month(DateOnly day) => day.ToString("MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>The country's English name; the code itself when there is none of that code.</summary>
    public static string Country(string code)
    {
        try
        {
            return new RegionInfo(code).EnglishName;
        }
        catch (ArgumentException)
        {
            return code;
        }
    }
}
