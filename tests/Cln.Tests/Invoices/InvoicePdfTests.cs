using Cln.Invoices;
using Cln.Tests.Data;
using UglyToad.PdfPig.Tokens;

namespace Cln.Tests.Invoices;

public sealed class InvoicePdfTests
{
    [Fact]
    public void A_payment_says_what_who_when_and_how_much()
    {
        using var pdf = Printed.Render(Printed.Payment()).Read();

        var text = Assert.Single(pdf.GetPages()).Words();

        foreach (var expected in new[]
        {
            "Payment received", "Example Licences, Inc.", "1 Example Street", "Nordlicht Hosting GmbH", "Jörg Müller", "Große Straße 1", "50667 Köln", "Germany", "VAT ID DE811907980",
            "7-12", "1 December 2026", "December 2026", "Top up by card •••• 4242", "1,000.00", "USD 1,000.00", "USD 1,234.56", "Delaware 1234567 · VAT ID EU123456789", "Page 1 of 1",
        })
            Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.DoesNotContain("debt", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refund_is_negative_and_asks_for_what_it_leaves_owing()
    {
        using var pdf = Printed.Render(Printed.Refund(balance: -5_000)).Read();

        var text = pdf.GetPage(1).Words();

        Assert.Contains("USD -1,000.00", text, StringComparison.Ordinal);
        Assert.Contains("There is a debt of USD 50.00 on this account.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_invoice_carries_its_sum_from_page_to_page()
    {
        using var pdf = Printed.Render(Printed.Month(lines: 60)).Read();

        string[] pages = [.. pdf.GetPages().Select(page => page.Words())];

        Assert.Equal(3, pages.Length);
        Assert.All(pages, page => Assert.Contains("Amount, USD", page, StringComparison.Ordinal));
        Assert.All(pages.Index(), page => Assert.Contains($"Page {page.Index + 1} of 3", page.Item, StringComparison.Ordinal));
        Assert.Equal(Enumerable.Range(1, 60), pages.SelectMany(LicencesOn));
        foreach (var page in new[] { 0, 1 })
        {
            var carried = $"{pages.Take(page + 1).SelectMany(LicencesOn).Sum():#,##0}.00";
            Assert.Contains($"Carried forward {carried}", Flat(pages[page]), StringComparison.Ordinal);
            Assert.Contains($"Brought forward {carried}", Flat(pages[page + 1]), StringComparison.Ordinal);
        }

        Assert.Contains("Total USD 1,830.00", Flat(pages[2]), StringComparison.Ordinal);
        Assert.Contains("Invoice 7-12", pages[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("US", 612, 792)]
    [InlineData("CA", 612, 792)]
    [InlineData("MX", 612, 792)]
    [InlineData("DE", 595, 842)]
    [InlineData("JP", 595, 842)]
    public void The_paper_is_that_of_the_recipients_country(string country, double width, double height)
    {
        using var pdf = Printed.Render(Printed.Month(lines: 40, country)).Read();

        Assert.All(pdf.GetPages(), page => Assert.Equal((width, height), (Math.Round(page.Width), Math.Round(page.Height))));
        Assert.All(pdf.GetPages().SelectMany(page => page.Letters), letter => Assert.InRange(letter.BoundingBox.Right, 0, width - 53));
    }

    [Fact]
    public void The_same_invoice_is_the_same_file()
    {
        var first = Printed.Render(Printed.Month(lines: 60)).Bytes;

        Assert.Equal(first, Printed.Render(Printed.Month(lines: 60)).Bytes);
        Assert.NotEqual(first, Printed.Render(Printed.Month(lines: 59)).Bytes);
    }

    [Fact]
    public void The_file_is_dated_and_titled_by_the_invoice()
    {
        using var pdf = Printed.Render(Printed.Payment()).Read();

        Assert.Equal("Payment received 7-12", pdf.Information.Title);
        Assert.Equal("Example Licences, Inc.", pdf.Information.Author);
        Assert.StartsWith("D:20261201000005", pdf.Information.CreationDate, StringComparison.Ordinal);
        Assert.Equal(pdf.Information.CreationDate, pdf.Information.ModifiedDate);
    }

    [Theory]
    [InlineData("Nordlicht Hosting GmbH")]
    [InlineData("ТОВ «Хмарний Хостинг Україна»")]
    [InlineData("شركة الاستضافة العربية")]
    [InlineData("北京云端服务器托管有限公司")]
    public void One_page_is_small_because_fonts_are_embedded_only_as_far_as_they_are_used(string company)
    {
        var rendered = Printed.Render(Printed.Payment(company));
        using var pdf = rendered.Read();

        Assert.InRange(rendered.Bytes.Length, 5_000, 80_000);
        Assert.All(Fonts(pdf), font => Assert.Contains(font[NameToken.Subtype], new[] { NameToken.Type0, NameToken.CidFontType2, NameToken.Type3 }));
        IToken[] descriptors = [.. Fonts(pdf).Where(font => font[NameToken.Subtype].Equals(NameToken.CidFontType2)).Select(font => font[NameToken.FontDescriptor])];
        Assert.NotEmpty(descriptors);
        Assert.All(descriptors, descriptor => Assert.Contains(NameToken.FontFile2, ((DictionaryToken)pdf.Structure.GetObject(((IndirectReferenceToken)descriptor).Data).Data).Data.Keys));
    }

    [Theory]
    [InlineData("ТОВ «Хмарний Хостинг Україна»")]
    [InlineData("Ελληνική Φιλοξενία Α.Ε.")]
    [InlineData("Công ty Lưu trữ Đám mây")]
    [InlineData("北京云端服务器托管有限公司")]
    [InlineData("株式会社クラウドホスティング東京")]
    [InlineData("주식회사 클라우드 호스팅")]
    [InlineData("ჰოსტინგი")]
    [InlineData("Հոսթինգ")]
    public void A_company_is_found_by_its_name_whatever_its_script(string company)
    {
        var rendered = Printed.Render(Printed.Payment(company));
        using var pdf = rendered.Read();

        Assert.Contains(company, pdf.GetPage(1).Words(), StringComparison.Ordinal);
        Assert.Empty(rendered.Missing);
    }

    [Theory]
    [InlineData("شركة الاستضافة العربية")]
    [InlineData("חברת אחסון")]
    public void Arabic_and_Hebrew_run_from_the_right_and_are_joined(string company)
    {
        var rendered = Printed.Render(Printed.Payment(company));
        using var pdf = rendered.Read();

        Assert.Contains(company.Replace(" ", "", StringComparison.Ordinal), Printed.FromTheRight(pdf.GetPage(1).Text).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Empty(rendered.Missing);
    }

    [Fact]
    public void A_character_that_no_font_has_is_told()
    {
        Assert.Equal([0x13A9, 0x1F680], Printed.Render(Printed.Payment("Ꭹ Hosting 🚀")).Missing.Select(rune => rune.Value));
    }

    [Fact]
    public void A_font_that_the_operator_adds_covers_what_ours_lack()
    {
        var folder = TestFolder.Create();
        File.WriteAllBytes(Path.Combine(folder, "Glagolitic.ttf"), OneGlyphFont.For(0x2C00));

        Assert.Empty(Printed.Render(Printed.Payment("Ⰰ Hosting"), folder).Missing);
        Assert.Equal([0x2C00], Printed.Render(Printed.Payment("Ⰰ Hosting")).Missing.Select(rune => rune.Value));
    }

    [Fact]
    public void Long_names_wrap_and_stay_on_the_page()
    {
        var name = string.Join(' ', Enumerable.Repeat("Verbose Hosting", 13));
        using var pdf = Printed.Render(Printed.Payment(name, title: new('Z', 200))).Read();

        var page = Assert.Single(pdf.GetPages());

        Assert.Equal(200, page.Letters.Count(letter => letter.Value == "Z"));
        Assert.Equal(13, page.GetWords().Count(word => word.Text == "Verbose"));
        Assert.All(page.Letters, letter => Assert.InRange(letter.BoundingBox.Right, 0, page.Width - 53));
    }

    private static IEnumerable<int> LicencesOn(string page) =>
        from line in page.Split('\n')
        let words = line.Split(' ')
        where words is ["Licence", ..]
        select int.Parse(words[1]);

    private static string Flat(string text) => text.Replace('\n', ' ');

    private static IEnumerable<IReadOnlyDictionary<string, IToken>> Fonts(UglyToad.PdfPig.PdfDocument pdf) =>
        from reference in pdf.Structure.CrossReferenceTable.ObjectOffsets.Keys
        let dictionary = pdf.Structure.GetObject(reference).Data as DictionaryToken
        where dictionary is not null && dictionary.Data.TryGetValue(NameToken.Type, out var type) && type.Equals(NameToken.Font)
        select dictionary.Data;
}
