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
            return (text, new($"\"{Convert.ToHexStringLower(SHA256.HashData(text)[..16])}\""));
        });

        routes.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], context =>
        {
            context.Response.Headers.CacheControl = "no-cache";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            return Results.File(file.Value.Text, "text/plain; charset=utf-8", entityTag: file.Value.Tag).ExecuteAsync(context);
        });
    }
}
