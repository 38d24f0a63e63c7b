namespace Cln.Invoices.Pdf;

/// <summary>What follows the last line: the total, the balance after it, and a request when that is a debt.</summary>
internal sealed class Closing
{
    private const float TotalHeight = 34;
    private const float BalanceHeight = 20;
    private const float LabelsFromRight = 270;

    private readonly Invoice invoice;
    private readonly Typesetter typesetter;
    private readonly IReadOnlyList<Line> request;

    public Closing(Invoice invoice, Typesetter typesetter, Paper paper)
    {
        this.invoice = invoice;
        this.typesetter = typesetter;
        request = invoice.Balance.IsNegative
            ? typesetter.Wrap($"There is a debt of {invoice.Currency} {Wording.Amount(-invoice.Balance)} on this account. Please pay it in.", Look.Strong, paper.Right - paper.Left)
            : [];
    }

    public float Height => TotalHeight + BalanceHeight + (request.Count == 0 ? 0 : 16 + (request.Count * Look.Strong.Leading()));

    public void Draw(Sheet sheet, float top)
    {
        var label = sheet.Paper.Right - LabelsFromRight;
        sheet.Rule(top, 1, Look.StrongRule);
        Row(sheet, label, "Total", Look.Sum, $"{invoice.Currency} {Wording.Amount(invoice.Total)}", Look.Sum, top + 23);
        Row(sheet, label, "Account balance after this", Look.Quiet, $"{invoice.Currency} {Wording.Amount(invoice.Balance)}", Look.Text, top + TotalHeight + 8);
        var y = top + TotalHeight + BalanceHeight + 16;
        foreach (var line in request)
        {
            sheet.TextEndingAt(line, sheet.Paper.Right, y);
            y += Look.Strong.Leading();
        }
    }

    private void Row(Sheet sheet, float left, string label, Style labelStyle, string amount, Style amountStyle, float baseline)
    {
        sheet.Text(typesetter.Set(label, labelStyle), left, baseline);
        sheet.TextEndingAt(typesetter.Set(amount, amountStyle), sheet.Paper.Right, baseline);
    }
}
