using System.Net;
using UglyToad.PdfPig;

namespace Cln.Tests.Invoices;

public sealed class DownloadInvoiceTests
{
    [Fact]
    public async Task A_reseller_downloads_its_document_under_a_name_that_tells_which()
    {
        await using var world = await World.StartAsync(settings: [("Invoices:Seller:Name", "Vendor of Licences, Inc."), ("Invoices:Seller:Address:0", "1 Vendor Street"), ("Invoices:Seller:VatId", "EU42")]);
        var reseller = await world.ResellerAsync();
        var invoice = (await reseller.SendAsync("{ invoices(first: 1) { nodes { number pdfUrl } } }")).Worked();
        var number = invoice.Text("invoices.nodes.0.number");

        using var download = await reseller.GetAsync(invoice.Text("invoices.nodes.0.pdfUrl"));

        Assert.Equal(HttpStatusCode.OK, download.StatusCode);
        Assert.Equal("application/pdf", download.Content.Headers.ContentType!.MediaType);
        Assert.Equal(("attachment", $"payment-{number}.pdf"), (download.Content.Headers.ContentDisposition!.DispositionType, download.Content.Headers.ContentDisposition.FileNameStar));
        Assert.True(download.Headers.CacheControl!.NoStore);
        using var pdf = PdfDocument.Open(await download.Content.ReadAsByteArrayAsync());
        var text = pdf.GetPage(1).Words();
        foreach (var expected in new[] { "Vendor of Licences, Inc.", "1 Vendor Street", "VAT ID EU42", number, "reseller1 Hosting", "Ada Byron", "USD 1,000.00" }) Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_those_who_may_read_it_learn_whether_it_exists()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var other = await world.ResellerAsync();
        var path = (await reseller.SendAsync("{ invoices(first: 1) { nodes { pdfUrl } } }")).Worked().Text("invoices.nodes.0.pdfUrl");
        var token = await reseller.SendAsync("mutation { createApiToken(input: { name: \"deploy\", scopes: [\"licenses:read\"] }) { secret errors { ... on Error { code } } } }");
        var noBilling = world.With(token.Worked("createApiToken").Text("createApiToken.secret"));

        foreach (var number in new[] { path, "/invoices/999999-1.pdf", "/invoices/%27%20OR%201=1.pdf" })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(world.Anonymous(), number));
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(world.With("no such secret"), number));
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(noBilling, number));
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(other, number));
        }

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(await world.OperatorAsync(), path));
    }

    [Fact]
    public async Task Two_downloads_are_the_same_file()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var path = (await reseller.SendAsync("{ invoices(first: 1) { nodes { pdfUrl } } }")).Worked().Text("invoices.nodes.0.pdfUrl");

        using var first = await reseller.GetAsync(path);
        world.Clock.Advance(TimeSpan.FromDays(400));
        using var later = await (await world.SignInAsync("reseller1")).GetAsync(path);

        Assert.Equal(await first.Content.ReadAsByteArrayAsync(), await later.Content.ReadAsByteArrayAsync());
    }

    private static async Task<HttpStatusCode> StatusAsync(Api caller, string path)
    {
        using var response = await caller.GetAsync(path);
        return response.StatusCode;
    }
}
