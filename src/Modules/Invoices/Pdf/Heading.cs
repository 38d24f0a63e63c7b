namespace Cln.Invoices.Pdf;

/// <summary>The top of a document: what it is, who issued it, to whom, when and for which month. Further pages only repeat the number and the name.</summary>
internal sealed class Heading(Invoice invoice, Seller seller, Typesetter typesetter)
{
    public const float RunningHeight = 80;

    private const float TitleBaseline = 85;
    private const float SellerWidth = 220;
    private const float FactsWidth = 200;
    private const float Gutter = 28;

    /// <summary>Draws it; the result is where the next thing begins.</summary>
    public float Draw(Sheet sheet)
    {
        var paper = sheet.Paper;
        sheet.Area(paper.Left, 50, 28, 3, Look.Accent);
        sheet.Text(typesetter.Set(invoice.Type.Title(), Look.Title), paper.Left, TitleBaseline);
        var top = DrawSeller(sheet) + 40;
        return Math.Max(DrawRecipient(sheet, top), DrawFacts(sheet, top)) + Gutter;
    }

    /// <summary>Draws the head of a further page; the result is where the next thing begins.</summary>
    public float DrawRunning(Sheet sheet)
    {
        var number = typesetter.Set($"{invoice.Type.Title()} {invoice.Number}", Look.Label);
        sheet.Text(number, sheet.Paper.Left, 60);
        var room = sheet.Paper.Right - sheet.Paper.Left - number.Width - Gutter;
        sheet.TextEndingAt(typesetter.Wrap(invoice.Recipient.Company, Look.Label, room)[0], sheet.Paper.Right, 60);
        return RunningHeight;
    }

    private float DrawSeller(Sheet sheet)
    {
        var y = 60f;
        foreach (var line in typesetter.Wrap(seller.Name, Look.Strong, SellerWidth).Concat(seller.Address.SelectMany(line => typesetter.Wrap(line, Look.Label, SellerWidth))))
        {
            sheet.TextEndingAt(line, sheet.Paper.Right, y);
            y += Look.Strong.Leading();
        }

        return Math.Max(y, TitleBaseline);
    }

    private float DrawRecipient(Sheet sheet, float top)
    {
        var width = sheet.Paper.Right - sheet.Paper.Left - FactsWidth - Gutter;
        sheet.Text(typesetter.Set(invoice.Type.Recipient(), Look.Label), sheet.Paper.Left, top);
        var y = top + 18;
        foreach (var (text, style) in Address(invoice.Recipient).Select((text, index) => (text, index == 0 ? Look.Name : Look.Text)))
        {
            foreach (var line in typesetter.Wrap(text, style, width))
            {
                sheet.Text(line, sheet.Paper.Left, y);
                y += style.Leading();
            }
        }

        return y;
    }

    private float DrawFacts(Sheet sheet, float top)
    {
        var left = sheet.Paper.Right - FactsWidth;
        var y = top;
        foreach (var (label, value) in new[] { ("Number", invoice.Number), ("Issued", Wording.Day(invoice.CreatedAt)), ("Pay period", Wording.Month(invoice.PayPeriod)) })
        {
            sheet.Text(typesetter.Set(label, Look.Label), left, y);
            sheet.TextEndingAt(typesetter.Set(value, label == "Number" ? Look.Strong : Look.Text), sheet.Paper.Right, y);
            sheet.Area(left, y + 7, FactsWidth, 0.5f, Look.FineRule);
            y += 21;
        }

        return y;
    }

    /// <summary>The lines of the address, in the order of the country's post.</summary>
    private static IEnumerable<string> Address(Recipient to)
    {
        var american = to.Country is "US" or "CA";
        string?[] lines =
        [
            to.Company,
            $"{to.FirstName} {to.LastName}",
            to.Street,
            american ? Joined(", ", to.City, Joined(" ", to.Region, to.PostalCode)) : Joined(" ", to.PostalCode, to.City),
            american ? null : to.Region,
            Wording.Country(to.Country),
            to.VatId is null ? null : $"VAT ID {to.VatId}",
        ];
        return lines.Where(line => !string.IsNullOrWhiteSpace(line)).Select(line => line!);
    }

    private static string Joined(string separator, params string?[] parts) => string.Join(separator, parts.Where(part => !string.IsNullOrWhiteSpace(part)));
}
