using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Cln.Tests.Transport;

/// <summary>What goes over the wire, byte for byte: nothing here decompresses by itself.</summary>
public sealed class CompressionTests
{
    private const string Introspection = """{"query":"{ __schema { types { name description fields { name } } } }"}""";

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task An_answer_is_compressed_for_whoever_accepts_it_and_says_so_to_caches(string encoding)
    {
        await using var world = await World.StartAsync();
        using var plain = await PostAsync(world, Introspection, accepts: null);
        using var compressed = await PostAsync(world, Introspection, encoding);

        Assert.Empty(plain.Content.Headers.ContentEncoding);
        Assert.Equal([encoding], compressed.Content.Headers.ContentEncoding);
        foreach (var response in new[] { plain, compressed }) Assert.Contains("Accept-Encoding", response.Headers.Vary);
        var (whole, packed) = (await plain.Content.ReadAsByteArrayAsync(), await compressed.Content.ReadAsByteArrayAsync());
        Assert.True(packed.Length * 3 < whole.Length, $"{packed.Length} of {whole.Length} bytes");
        Assert.Equal(whole, Unpacked(packed, encoding));
    }

    [Fact]
    public async Task A_small_answer_and_an_event_stream_stay_as_they_are()
    {
        await using var world = await World.StartAsync();
        using var small = await PostAsync(world, """{"query":"{ __typename }"}""", "br");
        using var stream = await PostAsync(world, Introspection, "br", "text/event-stream");

        Assert.Empty(small.Content.Headers.ContentEncoding);
        Assert.Empty(stream.Content.Headers.ContentEncoding);
        Assert.StartsWith("event: next\ndata: {", await stream.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_schema_file_has_one_tag_in_every_encoding_and_whoever_has_it_is_told_so()
    {
        await using var world = await World.StartAsync();
        using var plain = await GetSchemaAsync(world, accepts: null, known: null);
        using var packed = await GetSchemaAsync(world, "br", known: null);
        var tag = plain.Headers.ETag!;

        Assert.True(tag.IsWeak);
        Assert.Equal(tag, packed.Headers.ETag);
        Assert.Equal(await plain.Content.ReadAsByteArrayAsync(), Unpacked(await packed.Content.ReadAsByteArrayAsync(), packed.Content.Headers.ContentEncoding.Single()));
        foreach (var accepts in new[] { null, "gzip" })
        {
            using var unchanged = await GetSchemaAsync(world, accepts, tag);
            Assert.Equal((HttpStatusCode.NotModified, tag, "Accept-Encoding"), (unchanged.StatusCode, unchanged.Headers.ETag, unchanged.Headers.Vary.Single()));
            using var other = await GetSchemaAsync(world, accepts, new EntityTagHeaderValue("\"other\"", isWeak: true));
            Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        }
    }

    private static async Task<HttpResponseMessage> PostAsync(World world, string body, string? accepts, string? media = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Accept.ParseAdd(media ?? "application/json");
        return await SendAsync(world, request, accepts);
    }

    private static async Task<HttpResponseMessage> GetSchemaAsync(World world, string? accepts, EntityTagHeaderValue? known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql/schema.graphql");
        if (known is not null) request.Headers.IfNoneMatch.Add(known);
        return await SendAsync(world, request, accepts);
    }

    private static async Task<HttpResponseMessage> SendAsync(World world, HttpRequestMessage request, string? accepts)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = world.Address };
        if (accepts is not null) request.Headers.AcceptEncoding.ParseAdd(accepts);
        return await http.SendAsync(request);
    }

    private static byte[] Unpacked(byte[] packed, string encoding)
    {
        using var source = new MemoryStream(packed);
        using Stream stream = encoding == "br" ? new BrotliStream(source, CompressionMode.Decompress) : new GZipStream(source, CompressionMode.Decompress);
        using var whole = new MemoryStream();
        stream.CopyTo(whole);
        return whole.ToArray();
    }
}
