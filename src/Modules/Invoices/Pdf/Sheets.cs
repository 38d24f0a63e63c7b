namespace Cln.Invoices.Pdf;

/// <summary>Distributes the rows of a table over pages.</summary>
/// <param name="First">The height for rows on the first page.</param>
/// <param name="Further">The height for rows on each page after it.</param>
/// <param name="Carried">The height of the row that carries a sum to the next page, and of the one that brings it there.</param>
/// <param name="Closing">The height of what follows the last row.</param>
internal sealed record Sheets(float First, float Further, float Carried, float Closing)
{
    /// <summary>The rows of each page: at least one, but for a first page that its heading fills. The closing stands under a row, never alone.</summary>
    public IReadOnlyList<Range> Split(IReadOnlyList<float> rows)
    {
        var pages = new List<Range>();
        for (var from = 0; from < rows.Count;)
        {
            var room = pages.Count == 0 ? First : Further - Carried;
            var to = rows.Skip(from).Sum() + Closing <= room ? rows.Count : Fill(rows, from, room - Carried, pages.Count == 0 ? 0 : 1);
            pages.Add(from..to);
            from = to;
        }

        return pages;
    }

    /// <summary>As many rows as there is room for, but not the last: it goes with the closing.</summary>
    private static int Fill(IReadOnlyList<float> rows, int from, float room, int least)
    {
        var to = from;
        while (to < rows.Count - 1 && rows[to] <= room) room -= rows[to++];
        return Math.Max(to, from + least);
    }
}
