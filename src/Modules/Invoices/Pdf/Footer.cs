namespace Cln.Invoices.Pdf;

/// <summary>The foot of every page: the seller's particulars, and which page of how many it is.</summary>
internal sealed class Footer(Seller seller, Typesetter typesetter, Paper paper)
{
    private const float PageWidth = 90;

    public void Draw(Sheet sheet, int page, int pages)
    {
        var y = paper.Height - Look.FooterHeight + 26;
        sheet.Rule(y, 0.5f, Look.FineRule);
        y += 15;
        sheet.TextEndingAt(typesetter.Set($"Page {page} of {pages}", Look.Small), paper.Right, y);
        foreach (var line in new[] { Joined(seller.Name, seller.Registration, seller.VatId is null ? null : $"VAT ID {seller.VatId}"), Joined(seller.Email, seller.Website) })
        {
            foreach (var part in typesetter.Wrap(line, Look.Small, paper.Right - paper.Left - PageWidth))
            {
                sheet.Text(part, paper.Left, y);
                y += Look.Small.Leading();
            }
        }
    }

    private static string Joined(params string?[] texts) => string.Join(" · ", texts.Where(text => !string.IsNullOrWhiteSpace(text)));
}
