using System.Security.Cryptography;
using System.Text;
using GraphQL.Types;
using Microsoft.Net.Http.Headers;

namespace Cln.Host.Graph.Transport;

/// <summary>Serves the schema of this host as a file, for code generators and for reading; a client that has it already is told so.</summary>
internal static class SchemaEndpoint
{
    public static void MapSchema(this IEndpointRouteBuilder routes, string path)
    {
        var file = new Lazy<(byte[] Text, EntityTagHeaderValue Tag)>(() =>
        {
            var text = Encoding.UTF8.GetBytes(SchemaFile.Print(routes.ServiceProvider.GetRequiredService<ISchema>()));
            // Weak, because it is the same for every encoding.
            return (text, new($"\"{Convert.ToHexStringLower(SHA256.HashData(text)[..16])}\"", isWeak: true));
        });

        routes.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], context =>
        {
            context.Response.Headers.CacheControl = "no-cache";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
            if (context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(file.Value.Tag, useStrongComparison: false)))
            {
                context.Response.GetTypedHeaders().ETag = file.Value.Tag;
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }

            return Results.File(file.Value.Text, "text/plain; charset=utf-8", entityTag: file.Value.Tag).ExecuteAsync(context);
        });
    }
}
