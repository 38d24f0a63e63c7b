namespace Cln.Invoices.Pdf;

/// <summary>The lines of a document as a table that goes on over pages: each begins with the head, and says what the pages before it come to.</summary>
internal sealed class LineTable
{
    public const float HeadHeight = 24;
    public const float CarriedHeight = 24;

    private const float AmountWidth = 100;
    private const float QuantityWidth = 70;
    private const float RowPadding = 10;

    private readonly Invoice invoice;
    private readonly Typesetter typesetter;
    private readonly IReadOnlyList<Line>[] titles;

    public LineTable(Invoice invoice, Typesetter typesetter, Paper paper)
    {
        this.invoice = invoice;
        this.typesetter = typesetter;
        titles = [.. invoice.Rows.Select(row => typesetter.Wrap(row.Title, Look.Text, paper.Right - paper.Left - AmountWidth - QuantityWidth))];
        Heights = [.. titles.Select(lines => (Math.Max(1, lines.Count) * Look.Text.Leading()) + RowPadding)];
    }

    /// <summary>The height of each row.</summary>
    public IReadOnlyList<float> Heights { get; }

    /// <summary>Draws these rows from <paramref name="top"/> on; the result is where the last one ends.</summary>
    public float Draw(Sheet sheet, Range rows, float top)
    {
        var (from, count) = rows.GetOffsetAndLength(titles.Length);
        if (count == 0) return top;

        var y = DrawHead(sheet, top);
        if (from > 0) y = DrawCarried(sheet, "Brought forward", from, y);
        for (var i = from; i < from + count; i++) y = DrawRow(sheet, i, y);
        if (from + count < titles.Length) y = DrawCarried(sheet, "Carried forward", from + count, y);
        return y;
    }

    private float DrawHead(Sheet sheet, float top)
    {
        Cells(sheet, typesetter.Set("Description", Look.Label), "Quantity", $"Amount, {invoice.Currency}", Look.Label, top + 12);
        sheet.Rule(top + HeadHeight - 4, 1, Look.StrongRule);
        return top + HeadHeight;
    }

    private float DrawRow(Sheet sheet, int index, float top)
    {
        var row = invoice.Rows[index];
        var baseline = top + (RowPadding / 2) + Look.Text.Size;
        Cells(sheet, titles[index] is [var first, ..] ? first : null, row.Quantity.ToString("#,##0", System.Globalization.CultureInfo.InvariantCulture), Wording.Amount(row.SubTotal), Look.Text, baseline);
        foreach (var (line, more) in titles[index].Skip(1).Index()) sheet.Text(more, sheet.Paper.Left, baseline + ((line + 1) * Look.Text.Leading()));
        if (index < titles.Length - 1) sheet.Rule(top + Heights[index] - 0.5f, 0.5f, Look.FineRule);
        return top + Heights[index];
    }

    private float DrawCarried(Sheet sheet, string label, int rows, float top)
    {
        var sum = invoice.Rows.Take(rows).Aggregate(Money.Zero, (sum, row) => sum + row.SubTotal);
        Cells(sheet, typesetter.Set(label, Look.Quiet), "", Wording.Amount(sum), Look.Quiet, top + 15);
        sheet.Rule(top + CarriedHeight - 0.5f, 0.5f, Look.FineRule);
        return top + CarriedHeight;
    }

    private void Cells(Sheet sheet, Line? title, string quantity, string amount, Style style, float baseline)
    {
        if (title is not null) sheet.Text(title, sheet.Paper.Left, baseline);
        sheet.TextEndingAt(typesetter.Set(quantity, style), sheet.Paper.Right - AmountWidth, baseline);
        sheet.TextEndingAt(typesetter.Set(amount, style), sheet.Paper.Right, baseline);
    }
}
