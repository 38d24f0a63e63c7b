using Cln.Host.Data;
using Cln.Tests.Data;
using static Cln.Tests.Documents.StoredCalls;

namespace Cln.Tests.Documents;

public sealed class TrustedDocumentTests
{
    private const string Licenses = "query Licenses($n: Int) { ipLicenses(first: $n) { totalCount } }";
    private const string Live = "subscription Live { balanceChanged { amount } }";

    [EveryDatabase]
    public async Task A_trusted_document_is_named_by_its_hash_in_every_transport(DatabaseKind database)
    {
        await using var world = await World.StartAsync(database);
        var reseller = await world.ResellerAsync();
        var trusted = (await reseller.TrustAsync(Licenses, Live, Licenses)).Worked("trustDocuments").List("trustDocuments.trustedDocuments");
        Assert.Equal([Id(Licenses), Id(Live), Id(Licenses)], trusted.Select(document => document.GetProperty("documentId").GetString()));
        Assert.Equal(["Licenses", "Live", "Licenses"], trusted.Select(document => document.GetProperty("name").GetString()));

        var call = new { documentId = Id(Licenses), operationName = "Licenses", variables = new { n = 5 } };
        Assert.Equal(0, (await world.PostAsync(call, reseller.Bearer)).Worked().Number("ipLicenses.totalCount"));
        Assert.Equal(0, (await world.GetAsync($"documentId={Uri.EscapeDataString(Id(Licenses))}", reseller.Bearer)).Answer.Worked().Number("ipLicenses.totalCount"));
        Assert.Contains("\"totalCount\":0", await world.SocketAsync(call, reseller.Bearer), StringComparison.Ordinal);
        Assert.Contains("\"totalCount\":0", await world.StreamAsync(call, reseller.Bearer!), StringComparison.Ordinal);
        Assert.Equal(0, (await world.PostAsync(new { extensions = Persisted(Licenses) }, reseller.Bearer)).Worked().Number("ipLicenses.totalCount"));

        // It is as any other document for all else.
        Assert.Equal(["PAGE_OUT_OF_RANGE"], (await world.PostAsync(call with { variables = new { n = 0 } }, reseller.Bearer)).Codes);
        var (_, weak) = await reseller.HeldTokenAsync("billing:read");
        Assert.Equal(["FORBIDDEN"], (await world.PostAsync(call, weak)).Codes);
    }

    [Fact]
    public async Task Whoever_does_not_own_it_does_not_know_it()
    {
        await using var world = await World.StartAsync();
        var (owner, stranger) = (await world.ResellerAsync(), await world.ResellerAsync());
        var id = (await owner.TrustAsync(Licenses)).Text("trustDocuments.trustedDocuments.0.id");
        var call = new { documentId = Id(Licenses) };

        Assert.Equal(["DOCUMENT_NOT_FOUND"], (await world.PostAsync(call, stranger.Bearer)).Codes);
        Assert.Equal(["DOCUMENT_NOT_FOUND"], (await world.PostAsync(call)).Codes);
        Assert.Equal(["DOCUMENT_NOT_FOUND"], (await world.PostAsync(new { documentId = "licenses" }, owner.Bearer)).Codes);
        Assert.Equal(["INVALID_REQUEST"], (await world.PostAsync(new { documentId = Id(Licenses), query = Licenses }, owner.Bearer)).Codes);
        const string remove = "mutation($ids: [ID!]!) { removeTrustedDocuments(input: { ids: $ids }) { trustedDocuments { name } errors { ... on Error { code } } } }";
        Assert.Equal("NOT_FOUND", (await stranger.SendAsync(remove, new { ids = new[] { id } })).Code("removeTrustedDocuments"));
        (await world.PostAsync(call, owner.Bearer)).Worked();

        (await owner.SendAsync(remove, new { ids = new[] { id } })).Worked("removeTrustedDocuments");
        Assert.Equal(["DOCUMENT_NOT_FOUND"], (await world.PostAsync(call, owner.Bearer)).Codes);
        Assert.Equal(0, (await owner.SendAsync("{ reseller { trustedDocuments { totalCount } } }")).Worked().Number("reseller.trustedDocuments.totalCount"));
    }

    [Theory]
    [InlineData("{ licenseTypes { nothing } }")]
    [InlineData("{ me { login }")]
    [InlineData("query A { me { login } } query B { me { login } }")]
    [InlineData("fragment F on Viewer { login }")]
    [InlineData("{ me { login } } fragment F on Viewer { login }")]
    public async Task What_could_never_be_executed_is_refused_with_its_place_and_nothing_is_stored(string document)
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var answer = await reseller.TrustAsync(Licenses, document);
        Assert.Equal("DOCUMENT_NOT_VALID", answer.Code("trustDocuments"));
        Assert.Equal(1, answer.Number("trustDocuments.errors.0.index"));
        Assert.Equal(["DOCUMENT_NOT_FOUND"], (await world.PostAsync(new { documentId = Id(Licenses) }, reseller.Bearer)).Codes);
    }

    [Fact]
    public async Task An_account_has_at_most_a_thousand()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        for (var batch = 0; batch < 20; batch++)
            (await reseller.TrustAsync([.. Enumerable.Range(batch * 50, 50).Select(number => $"query Q{number} {{ me {{ login }} }}")])).Worked("trustDocuments");

        Assert.Equal("TOO_MANY_TRUSTED_DOCUMENTS", (await reseller.TrustAsync(Licenses)).Code("trustDocuments"));
        (await reseller.TrustAsync("query Q7 { me { login } }")).Worked("trustDocuments");
        Assert.Equal("INVALID_INPUT", (await reseller.TrustAsync()).Code("trustDocuments"));
    }

    [Fact]
    public async Task A_token_that_is_held_to_trusted_documents_sends_no_others_in_any_way()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var (id, held) = await reseller.HeldTokenAsync("licenses:read", "billing:read");
        await reseller.TrustAsync(Licenses, Live);
        const string other = "query Licenses($n: Int) { ipLicenses(first: $n) { totalCount }  }";

        (await world.PostAsync(new { documentId = Id(Licenses) }, held)).Worked();
        (await world.PostAsync(new { query = Licenses }, held)).Worked();
        foreach (var refused in new object[] { new { query = other }, new { query = "{ __schema { queryType { name } } }" }, new { query = other, extensions = Persisted(other) }, new { extensions = Persisted(other) } })
            Assert.Equal(["DOCUMENT_NOT_TRUSTED"], (await world.PostAsync(refused, held)).Codes);
        Assert.Equal(["DOCUMENT_NOT_TRUSTED"], (await world.GetAsync($"query={Uri.EscapeDataString(other)}", held)).Answer.Codes);
        Assert.Contains("DOCUMENT_NOT_TRUSTED", await world.StreamAsync(new { query = other }, held), StringComparison.Ordinal);
        Assert.Contains("DOCUMENT_NOT_TRUSTED", await world.SocketAsync(new { query = other }, held), StringComparison.Ordinal);
        Assert.Contains("DOCUMENT_NOT_TRUSTED", await world.SocketAsync(new { query = "subscription { balanceChanged { amount } }" }, held), StringComparison.Ordinal);

        const string update = "mutation($id: ID!, $only: Boolean!) { updateApiToken(input: { id: $id, trustedOnly: $only }) { apiToken { trustedOnly } errors { ... on Error { code } } } }";
        (await reseller.SendAsync(update, new { id, only = false })).Worked("updateApiToken");
        (await world.PostAsync(new { query = other }, held)).Worked();
        (await reseller.SendAsync(update, new { id, only = true })).Worked("updateApiToken");
        Assert.Equal(["DOCUMENT_NOT_TRUSTED"], (await world.PostAsync(new { query = other }, held)).Codes);
    }

    [Theory]
    [InlineData("users:write")]
    [InlineData("documents:write")]
    public async Task A_token_that_could_free_itself_is_not_held(string scope)
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var answer = await reseller.SendAsync("mutation($scope: String!) { createApiToken(input: { name: \"held\", scopes: [$scope], trustedOnly: true }) { errors { ... on Error { code message } } } }", new { scope });
        Assert.Equal("INVALID_INPUT", answer.Code("createApiToken"));
        Assert.Contains(scope, answer.Text("createApiToken.errors.0.message"), StringComparison.Ordinal);
    }
}
