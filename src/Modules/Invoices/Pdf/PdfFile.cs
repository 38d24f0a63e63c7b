using SkiaSharp;

namespace Cln.Invoices.Pdf;

/// <summary>Writes sheets as a PDF file. The same sheets, title and time make the same bytes.</summary>
internal static class PdfFile
{
    public static byte[] Of(IReadOnlyList<Sheet> sheets, string title, string author, DateTimeOffset at)
    {
        var fonts = sheets.SelectMany(sheet => sheet.Runs).GroupBy(run => run.Face)
            .ToDictionary(runs => runs.Key, runs => runs.Key.WithOnly(runs.SelectMany(run => run.Glyphs).Order().Distinct()));
        try
        {
            return Write(sheets, fonts, new() { Title = title, Author = author, Creator = "ClnReseller", Producer = "ClnReseller", Creation = at.UtcDateTime, Modified = at.UtcDateTime });
        }
        finally
        {
            foreach (var font in fonts.Values) font.Dispose();
        }
    }

    private static byte[] Write(IReadOnlyList<Sheet> sheets, Dictionary<Face, SKTypeface> fonts, SKDocumentPdfMetadata metadata)
    {
        using var file = new MemoryStream();
        using (var document = SKDocument.CreatePdf(file, metadata))
        {
            foreach (var sheet in sheets)
            {
                sheet.Draw(document.BeginPage(sheet.Paper.Width, sheet.Paper.Height), fonts);
                document.EndPage();
            }

            document.Close();
        }

        return file.ToArray();
    }
}
