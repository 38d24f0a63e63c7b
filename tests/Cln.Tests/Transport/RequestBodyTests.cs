using System.Net;

namespace Cln.Tests.Transport;

public sealed class RequestBodyTests
{
    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/graphql")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/json; charset=utf-7")]
    [InlineData("application/json; charset=\"iso-8859-1\"")]
    [InlineData("application/json; charset=nonsense")]
    [InlineData(null)]
    public async Task A_post_is_json_in_utf_8_and_nothing_else(string? contentType)
    {
        await using var host = await ToyHost.StartAsync();
        using var content = new ByteArrayContent("""{"query":"mutation { bump }"}"""u8.ToArray());
        if (contentType is not null) content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using var response = await host.Http.PostAsync("/graphql", content);

        await response.IsErrorAsync(HttpStatusCode.UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE");
        Assert.Equal(0, host.Schema.Bumps);
    }

    [Fact]
    public async Task A_compressed_body_is_not_unpacked()
    {
        await using var host = await ToyHost.StartAsync();
        using var content = ToyHost.Json("{}");
        content.Headers.ContentEncoding.Add("gzip");

        using var response = await host.Http.PostAsync("/graphql", content);

        await response.IsErrorAsync(HttpStatusCode.UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE");
    }

    [Theory]
    [InlineData(64 * 1024, HttpStatusCode.OK)]
    [InlineData(64 * 1024 + 1, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_body_has_at_most_64_kilobytes_told_or_not(int size, HttpStatusCode status)
    {
        await using var host = await ToyHost.StartAsync();
        var body = """{"query":"{ hello }"}""".PadRight(size);

        using var told = await host.Http.PostAsync("/graphql", ToyHost.Json(body));
        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = ToyHost.Json(body), Headers = { TransferEncodingChunked = true } };
        using var untold = await host.Http.SendAsync(chunked);

        Assert.Equal((status, status), (told.StatusCode, untold.StatusCode));
        if (status != HttpStatusCode.OK) await untold.IsErrorAsync(status, "REQUEST_TOO_LARGE");
    }

    [Fact]
    public async Task A_batch_is_refused_with_the_way_out()
    {
        await using var host = await ToyHost.StartAsync();

        using var response = await host.Http.PostAsync("/graphql", ToyHost.Json("""[{"query":"mutation { bump }"},{"query":"mutation { bump }"}]"""));

        Assert.Contains("not an array", await response.IsErrorAsync(HttpStatusCode.BadRequest, "BATCHING_NOT_SUPPORTED"), StringComparison.Ordinal);
        Assert.Equal(0, host.Schema.Bumps);
    }

    [Theory]
    [InlineData("""{"query":"{ hello }","query":"mutation { bump }"}""")]
    [InlineData("""{"query":"{ hello }","variables":{"a":1,"a":2}}""")]
    [InlineData("""{"query":"{ hello }","variables":{"a":"\u0000"}}""")]
    [InlineData("""{"query":"{ hello }","variables":{"a":"\ud800"}}""")]
    [InlineData("""{"query":"{ hello }","variables":{"\udc00":1}}""")]
    [InlineData("""{"query":"{ hello }","variables":{"a":1e400}}""")]
    [InlineData("""{"query":"{ hello }"} {}""")]
    [InlineData("""{"query":"{ hello }",}""")]
    [InlineData("""{"query":"{ hello }","variables":{"a":NaN}}""")]
    [InlineData("""{"query":'{ hello }'}""")]
    [InlineData("")]
    public async Task Json_that_may_mean_two_things_or_none_is_refused(string body)
    {
        await using var host = await ToyHost.StartAsync();

        using var response = await host.Http.PostAsync("/graphql", ToyHost.Json(body));

        await response.IsErrorAsync(HttpStatusCode.BadRequest, "INVALID_JSON");
    }

    [Theory]
    [InlineData(15)]
    [InlineData(20_000)]
    public async Task Json_has_at_most_16_levels(int arrays)
    {
        await using var host = await ToyHost.StartAsync();
        var nested = """{"query":"{ hello }","extensions":{"a":""" + new string('[', arrays) + new string(']', arrays) + "}}";

        using var response = await host.Http.PostAsync("/graphql", ToyHost.Json(nested));

        await response.IsErrorAsync(HttpStatusCode.BadRequest, "INVALID_JSON");
    }

    [Fact]
    public async Task Bytes_that_are_not_utf_8_are_refused()
    {
        await using var host = await ToyHost.StartAsync();
        using var content = new ByteArrayContent([.. "{\"query\":\""u8, 0xff, 0xfe, .. "\"}"u8]);
        content.Headers.ContentType = new("application/json");

        using var response = await host.Http.PostAsync("/graphql", content);

        await response.IsErrorAsync(HttpStatusCode.BadRequest, "INVALID_JSON");
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("\"{ hello }\"")]
    [InlineData("null")]
    [InlineData("""{"query":null}""")]
    [InlineData("""{"query":["{ hello }"]}""")]
    [InlineData("""{"query":"{ hello }","variables":[1]}""")]
    [InlineData("""{"query":"{ hello }","operationName":1}""")]
    [InlineData("""{"query":"{ hello }","extensions":"x"}""")]
    public async Task Json_that_is_not_a_request_is_refused(string body)
    {
        await using var host = await ToyHost.StartAsync();

        using var response = await host.Http.PostAsync("/graphql", ToyHost.Json(body));

        await response.IsErrorAsync(HttpStatusCode.BadRequest, "INVALID_REQUEST");
    }

    [Fact]
    public async Task A_post_with_a_query_in_its_url_is_refused()
    {
        await using var host = await ToyHost.StartAsync();

        using var response = await host.Http.PostAsync("/graphql?query=mutation{bump}", ToyHost.Json("""{"query":"{ hello }"}"""));

        await response.IsErrorAsync(HttpStatusCode.BadRequest, "INVALID_REQUEST");
        Assert.Equal(0, host.Schema.Bumps);
    }
}
