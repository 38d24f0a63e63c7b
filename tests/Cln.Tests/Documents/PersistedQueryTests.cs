using Cln.Host.Documents;
using Microsoft.Extensions.DependencyInjection;
using static Cln.Tests.Documents.StoredCalls;

namespace Cln.Tests.Documents;

/// <summary>Apollo's automatic persisted queries: a hash, and the document only when the host doesn't know it.</summary>
public sealed class PersistedQueryTests
{
    private const string Types = "{ licenseTypes { code } }";

    [Fact]
    public async Task A_document_is_sent_once_and_named_by_its_hash_from_then_on()
    {
        await using var world = await World.StartAsync();
        var unknown = await world.PostAsync(new { extensions = Persisted(Types) });
        Assert.Equal((200, "PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound"), (unknown.Status, unknown.Codes.Single(), unknown.Json.GetProperty("errors")[0].GetProperty("message").GetString()));

        (await world.PostAsync(new { query = Types, extensions = Persisted(Types) })).Worked();
        Assert.NotEmpty((await world.PostAsync(new { extensions = Persisted(Types) })).Worked().List("licenseTypes"));
        Assert.Contains("licenseTypes", await world.SocketAsync(new { extensions = Persisted(Types) }), StringComparison.Ordinal);
        var (answer, caching) = await world.GetAsync(Query(Persisted(Types)));
        Assert.NotEmpty(answer.Worked().List("licenseTypes"));
        Assert.Equal("public, max-age=60", caching);
    }

    [Fact]
    public async Task A_hash_that_is_not_the_documents_is_refused_and_nothing_is_kept_by_it()
    {
        await using var world = await World.StartAsync();
        var wrong = new { persistedQuery = new { version = 1, sha256Hash = DocumentHash.Of("{ me { login } }") } };
        Assert.Equal(["PERSISTED_QUERY_MISMATCH"], (await world.PostAsync(new { query = Types, extensions = wrong })).Codes);
        Assert.Equal(["PERSISTED_QUERY_NOT_FOUND"], (await world.PostAsync(new { extensions = wrong })).Codes);
        Assert.Equal(["PERSISTED_QUERY_NOT_SUPPORTED"], (await world.PostAsync(new { query = Types, extensions = new { persistedQuery = new { version = 2, sha256Hash = DocumentHash.Of(Types) } } })).Codes);
    }

    [Theory]
    [InlineData("{ licenseTypes { nothing } }")]
    [InlineData("{ balance { amount } }")]
    [InlineData("{ licenseTypes(first: 0) { code } }")]
    public async Task What_was_not_executed_is_not_kept(string document)
    {
        await using var world = await World.StartAsync();
        Assert.NotEmpty((await world.PostAsync(new { query = document, extensions = Persisted(document) })).Codes);
        Assert.Equal(["PERSISTED_QUERY_NOT_FOUND"], (await world.PostAsync(new { extensions = Persisted(document) })).Codes);
    }

    [Fact]
    public async Task A_mutation_is_not_run_by_get_however_it_is_named_and_private_answers_are_not_cached()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        const string mutation = "mutation { saveAutopayment(input: { type: AUTO_REPAY }) { errors { __typename } } }";
        const string balance = "{ balance { amount } licenseTypes { code } }";
        foreach (var text in new[] { mutation, balance }) (await world.PostAsync(new { query = text, extensions = Persisted(text) }, reseller.Bearer)).Worked();

        Assert.Equal((405, "METHOD_NOT_ALLOWED"), (await world.GetAsync(Query(Persisted(mutation)), reseller.Bearer)) is var (refused, _) ? (refused.Status, refused.Codes[0]) : default);
        var (mine, caching) = await world.GetAsync(Query(Persisted(balance)), reseller.Bearer);
        Assert.Equal("no-store", caching);
        Assert.False(mine.Worked().IsNull("balance.amount"));
        var (others, refusedCaching) = await world.GetAsync(Query(Persisted(balance)));
        Assert.Equal(("UNAUTHENTICATED", "no-store"), (others.Codes.Single(), refusedCaching));
        Assert.Equal("no-store", (await world.GetAsync($"query={Uri.EscapeDataString("{ rateLimit { limit } }")}&{Query(Persisted("{ rateLimit { limit } }"))}")).Caching);
        Assert.Equal("no-store", (await world.GetAsync(Query(Persisted("{ rateLimit { limit } }")))).Caching);
    }

    [Fact]
    public async Task Switched_off_the_host_says_so_and_answers_whole_documents()
    {
        await using var world = await World.StartAsync(settings: ("Documents:PersistedQueries", "false"));
        (await world.PostAsync(new { query = Types, extensions = Persisted(Types) })).Worked();
        var refused = await world.PostAsync(new { extensions = Persisted(Types) });
        Assert.Equal(("PERSISTED_QUERY_NOT_SUPPORTED", "PersistedQueryNotSupported"), (refused.Codes.Single(), refused.Json.GetProperty("errors")[0].GetProperty("message").GetString()));
    }

    [Fact]
    public async Task The_host_keeps_so_many_and_forgets_what_was_not_used_for_the_longest_time()
    {
        await using var world = await World.StartAsync(Cln.Host.Data.DatabaseKind.Sqlite, services => services.AddSingleton(new PersistedQuerySettings(AreOn: true, Entries: 2)));
        string[] documents = ["{ a: licenseTypes { code } }", "{ b: licenseTypes { code } }", "{ c: licenseTypes { code } }"];
        foreach (var document in documents) (await world.PostAsync(new { query = document, extensions = Persisted(document) })).Worked();

        var missing = await Task.WhenAll(documents.Select(async document => (await world.PostAsync(new { extensions = Persisted(document) })).Codes.Count));
        Assert.Equal([1, 0, 0], missing);
    }
}
