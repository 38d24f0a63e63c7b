using Cln.Data;
using Cln.Invoices.Pdf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Cln.Invoices;

/// <summary><c>GET /invoices/&lt;number&gt;.pdf</c>: a document as PDF, for the same callers as the field <c>invoice</c>.</summary>
/// <remarks>With <c>?inline=true</c> it is to be shown and not to be kept. 401 without a sign-in, 403 without the scope, and 404 alike for a number that doesn't exist and for another reseller's.</remarks>
internal static partial class DownloadInvoice
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/invoices/{number}.pdf", DownloadAsync);

    private static async Task<IResult> DownloadAsync(string number, HttpResponse response, Caller caller, ClnDbContext db, InvoicePdf pdf, ILogger<InvoicePdf> log, CancellationToken cancellation, bool inline = false)
    {
        response.Headers.CacheControl = "private, no-store";
        response.Headers.XContentTypeOptions = "nosniff";

        // The console shows it in a frame; nobody else's page may.
        response.Headers.ContentSecurityPolicy = "frame-ancestors 'self'";
        if (caller.IsAnonymous)
        {
            response.Headers.WWWAuthenticate = "Bearer";
            return TypedResults.Unauthorized();
        }

        if (!caller.Has(Scopes.BillingRead)) return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        var invoice = await db.Invoices.AsNoTracking().Include(i => i.Rows.OrderBy(line => line.Position)).SingleOrDefaultAsync(i => i.Number == number, cancellation);
        if (invoice is null) return TypedResults.NotFound();

        var document = pdf.Render(invoice);
        if (document.Missing.Count > 0) NoGlyphs(log, number, string.Join(' ', document.Missing.Select(rune => $"U+{rune.Value:X4}")));
        var name = $"{invoice.Type.FileName()}-{number}.pdf";
        if (!inline) return TypedResults.Bytes(document.Bytes, "application/pdf", name);
        response.Headers.ContentDisposition = $"inline; filename=\"{name}\"";
        return TypedResults.Bytes(document.Bytes, "application/pdf");
    }

    [LoggerMessage(LogLevel.Warning, "The PDF of {Number} shows empty boxes: no font has {Characters}. Put one that has into the folder that Invoices:Fonts names.")]
    private static partial void NoGlyphs(ILogger log, string number, string characters);
}
