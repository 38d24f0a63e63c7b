using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;

namespace Cln.Host.Web;

/// <summary>Compresses answers and pages for whoever accepts it, by Brotli or gzip. Event streams never are: what waits in a compressor is an event that nobody hears.</summary>
internal static class Compression
{
    private static readonly string[] types =
    [
        "application/json", "application/graphql-response+json", "application/x-ndjson", "application/manifest+json", "text/plain", "text/html", "text/css", "text/javascript", "image/svg+xml",
    ];

    public static IServiceCollection AddCompression(this IServiceCollection services)
    {
        services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        services.AddSingleton<IResponseCompressionProvider, Worthwhile>();
        return services.AddResponseCompression(options => (options.EnableForHttps, options.MimeTypes) = (true, types));
    }

    /// <summary>A small answer fits into one packet as it is.</summary>
    private sealed class Worthwhile(IServiceProvider services, IOptions<ResponseCompressionOptions> options) : ResponseCompressionProvider(services, options)
    {
        private const int Least = 1024;

        public override bool ShouldCompressResponse(HttpContext context) => context.Response.ContentLength is null or >= Least && base.ShouldCompressResponse(context);
    }
}
