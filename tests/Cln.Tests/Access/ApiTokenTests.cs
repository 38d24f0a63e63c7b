using Cln.Host.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Access;

public sealed class ApiTokenTests
{
    private const string Create = "mutation($scopes: [String!]!, $expiresAt: DateTime) { createApiToken(input: { name: \"billing system\", scopes: $scopes, expiresAt: $expiresAt }) { apiToken { id prefix scopes } secret errors { ... on Error { code message } } } }";

    [Fact]
    public async Task A_token_does_what_its_scopes_say_and_no_more()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var program = world.With((await reseller.SendAsync(Create, new { scopes = new[] { "licenses:read" } })).Worked("createApiToken").Text("createApiToken.secret"));
        (await program.SendAsync("{ ipLicenses(first: 1) { totalCount } }")).Worked();
        Assert.Equal(["FORBIDDEN"], (await program.SendAsync("{ balance { amount } }")).Codes);
        Assert.Equal("FORBIDDEN", (await program.SendAsync("mutation { addIpLicense(input: { ip: \"198.51.100.1\", type: \"KERNELCARE\" }) { ipLicense { id } } }")).Code("addIpLicense"));
        Assert.Equal("FORBIDDEN", (await program.SendAsync(Create, new { scopes = new[] { "licenses:read" } })).Code("createApiToken"));
    }

    [Fact]
    public async Task A_token_ends_when_it_is_revoked_and_when_it_expires()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var made = (await reseller.SendAsync(Create, new { scopes = new[] { "billing:read" } })).Worked("createApiToken");
        var expiring = (await reseller.SendAsync(Create, new { scopes = new[] { "billing:read" }, expiresAt = World.Begins.AddHours(1) })).Worked("createApiToken");
        foreach (var answer in new[] { made, expiring }) (await world.With(answer.Text("createApiToken.secret")).SendAsync("{ balance { amount } }")).Worked();

        (await reseller.SendAsync("mutation($id: ID!) { revokeApiToken(input: { id: $id }) { apiToken { revokedAt } errors { ... on Error { code } } } }", new { id = made.Text("createApiToken.apiToken.id") })).Worked("revokeApiToken");
        world.Clock.Advance(TimeSpan.FromHours(1));
        foreach (var answer in new[] { made, expiring }) Assert.Equal(["UNAUTHENTICATED"], (await world.With(answer.Text("createApiToken.secret")).SendAsync("{ balance { amount } }")).Codes);
    }

    [Fact]
    public async Task The_secret_is_shown_once_and_kept_as_a_hash()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var secret = (await reseller.SendAsync(Create, new { scopes = new[] { "billing:read" } })).Worked("createApiToken").Text("createApiToken.secret");
        Assert.StartsWith("cln_token_", secret, StringComparison.Ordinal);

        await using var scope = world.PlatformScope();
        var row = await scope.ServiceProvider.GetRequiredService<Cln.Data.ClnDbContext>().ApiTokens.SingleAsync(token => token.Name == "billing system");
        Assert.Equal(Secret.Hash(secret), row.SecretHash);
        Assert.StartsWith(row.Prefix, secret, StringComparison.Ordinal);
        Assert.True(row.Prefix.Length < 20);
    }

    [Fact]
    public async Task A_token_tells_when_and_from_where_it_was_last_used_once_a_minute()
    {
        await using var world = await World.StartAsync();
        var admin = await world.ResellerAsync();
        var (id, secret) = await admin.TokenAsync();
        Assert.Equal(" ", await LastUseAsync(world, admin, id));

        foreach (var (seconds, from) in new[] { (0, "203.0.113.1"), (59, "203.0.113.2") })
        {
            world.Clock.Advance(TimeSpan.FromSeconds(seconds));
            (await world.With(secret, from).SendAsync("{ balance { amount } }")).Worked();
            Assert.Equal("2026-11-10T12:00:00.000Z 203.0.113.1", await LastUseAsync(world, admin, id));
        }

        world.Clock.Advance(TimeSpan.FromSeconds(1));
        (await world.With(secret, "2001:db8::1").SendAsync("{ balance { amount } }")).Worked();
        Assert.Equal("2026-11-10T12:01:00.000Z 2001:db8::1", await LastUseAsync(world, admin, id));
    }

    [Theory]
    [InlineData("operator")]
    [InlineData("nonsense")]
    public async Task A_scope_that_cannot_be_given_is_named(string scope)
    {
        await using var world = await World.StartAsync();
        var answer = await (await world.ResellerAsync()).SendAsync(Create, new { scopes = new[] { scope } });
        Assert.Equal("INVALID_INPUT", answer.Code("createApiToken"));
        Assert.Contains(scope, answer.Text("createApiToken.errors.0.message"), StringComparison.Ordinal);
    }

    private static async Task<string> LastUseAsync(World world, Api admin, string id)
    {
        await world.SettleAsync();
        var token = (await admin.SendAsync("query($id: ID!) { node(id: $id) { ... on ApiToken { lastUsedAt lastUsedFrom } } }", new { id })).Worked();
        return $"{token.At("node.lastUsedAt")} {token.At("node.lastUsedFrom")}";
    }
}
