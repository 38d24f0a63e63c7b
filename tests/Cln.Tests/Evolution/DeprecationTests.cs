using Cln.Graph;
using Cln.Host;
using Cln.Host.Evolution;
using Cln.Host.Graph;
using Cln.Tests.Walks;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Evolution;

public sealed class DeprecationTests
{
    [Fact]
    public async Task Fields_arguments_inputs_and_values_say_what_to_use_instead_and_until_when_they_are_there()
    {
        await using var world = await World.StartAsync();
        var printed = SchemaFile.Print(Build(world, typeof(Deprecates)));
        foreach (var part in new[] { "oldOne(", "oldArgument: Int", "oldMember: Int", "\n  OLD", "oldProperty: String!" })
        {
            var after = printed[printed.IndexOf(part, StringComparison.Ordinal)..];
            Assert.StartsWith("\"Use another. Will be removed after 2027-06-01.\")", after[(after.IndexOf("@deprecated(reason: ", StringComparison.Ordinal) + "@deprecated(reason: ".Length)..], StringComparison.Ordinal);
        }

        var elements = new DeprecatedElements(Build(world, typeof(Deprecates))).All.Select(element => element.Path).Where(path => !path.StartsWith("IpLicense", StringComparison.Ordinal));
        Assert.Equal(["Aged.oldProperty", "Ages.OLD", "AgingInput.oldMember", "Query.oldOne", "Query.oldOne(oldArgument:)"], elements.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(typeof(HasNoDay), "\"next summer\". It takes a day such as")]
    [InlineData(typeof(HasNoSuchDay), "\"2027-02-30\". It takes a day such as")]
    [InlineData(typeof(SaysNoSentence), "It takes a sentence")]
    [InlineData(typeof(MustBeSent), "must be sent")]
    public async Task A_deprecation_of_another_form_stops_the_start(Type planted, string told)
    {
        await using var world = await World.StartAsync();
        Assert.Contains(told, Assert.Throws<InvalidOperationException>(() => Build(world, planted)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_uses_what_is_deprecated_is_told_in_the_answer_and_in_their_health()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var told = (await reseller.SendAsync("{ ipLicenses { nodes { addedAt } } }")).Worked().Json.GetProperty("extensions").GetProperty("deprecations");
        Assert.Equal(("IpLicense.addedAt", "2027-06-01"), (told[0].GetProperty("path").GetString(), told[0].GetProperty("removal").GetString()));
        Assert.False((await reseller.SendAsync("{ ipLicenses { nodes { registeredAt } } }")).Worked().Json.GetProperty("extensions").TryGetProperty("deprecations", out _));

        // In the document, in a variable, from its default, and in a second request of the same document.
        const string byVariable = "query($where: IpLicenseFilter, $by: [IpLicenseOrder!]) { ipLicenses(where: $where, order: $by) { totalCount } }";
        Assert.Equal(["IpLicenseFilter.addedAt"], Paths(await reseller.SendAsync("{ ipLicenses(where: { and: [{ addedAt: { eq: null } }] }) { totalCount } }")));
        Assert.Equal(["IpLicenseFilter.addedAt", "IpLicenseOrder.addedAt"], Paths(await reseller.SendAsync(byVariable, new { where = new { addedAt = new { eq = (string?)null } }, by = new[] { new { addedAt = "ASC" } } })));
        Assert.Empty(Paths(await reseller.SendAsync(byVariable, new { where = new { registeredAt = new { eq = (string?)null } } })));

        await world.SettleAsync();
        world.Clock.Advance(TimeSpan.FromDays(1));
        (await reseller.SendAsync("{ ipLicenses { nodes { addedAt } } }")).Worked();
        await world.SettleAsync();
        const string health = "{ me { apiHealth { deprecated { by path instead removal lastUsedAt count } refused { code count day } } } }";
        var uses = (await reseller.SendAsync(health)).Worked().List("me.apiHealth.deprecated");
        Assert.Equal(["IpLicense.addedAt 2", "IpLicenseFilter.addedAt 2", "IpLicenseOrder.addedAt 1"], uses.Select(use => $"{use.GetProperty("path").GetString()} {use.GetProperty("count").GetInt32()}"));
        Assert.Equal(("2027-06-01", "2026-11-11"), (uses[0].GetProperty("removal").GetString(), uses[0].GetProperty("lastUsedAt").GetString()![..10]));
        Assert.StartsWith("token:", uses[0].GetProperty("by").GetString(), StringComparison.Ordinal);

        Assert.Empty((await (await world.ResellerAsync()).SendAsync(health)).Worked().List("me.apiHealth.deprecated"));
        world.Clock.Advance(TimeSpan.FromDays(31));
        Assert.Empty((await reseller.SendAsync(health)).Worked().List("me.apiHealth.deprecated"));
    }

    [Fact]
    public async Task A_token_is_told_of_itself_and_an_administrator_of_the_whole_account()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var secret = (await reseller.SendAsync("mutation { createApiToken(input: { name: \"reader\", scopes: [\"licenses:read\"] }) { secret } }")).Worked().Text("createApiToken.secret");
        foreach (var caller in new[] { reseller, world.With(secret) })
        {
            (await caller.SendAsync("{ ipLicenses { nodes { addedAt } } }")).Worked();
            Assert.Equal(["PAGE_OUT_OF_RANGE"], (await caller.SendAsync("{ ipLicenses(first: 0) { totalCount } }")).Codes);
        }

        await world.SettleAsync();
        const string health = "{ me { apiHealth { deprecated { by } refused { by code count day } } } }";
        Assert.Equal((2, 2), Counts(await reseller.SendAsync(health)));
        var own = await world.With(secret).SendAsync(health);
        Assert.Equal((1, 1), Counts(own));
        Assert.Equal("PAGE_OUT_OF_RANGE 2026-11-10 1", $"{own.Text("me.apiHealth.refused.0.code")} {own.Text("me.apiHealth.refused.0.day")} {own.Number("me.apiHealth.refused.0.count")}");

        world.Clock.Advance(TimeSpan.FromDays(ApiUse.KeptDays + 1));
        await world.RunJobsAsync();
        Assert.Equal("", await world.DumpAsync(row => row is ApiUse));
    }

    [Fact]
    public async Task The_changes_of_the_api_are_told_to_everybody_from_a_day_on()
    {
        await using var world = await World.StartAsync(Cln.Host.Data.DatabaseKind.Sqlite, services => services.AddSingleton(ApiChangeLog.Parse(
            """
            [ { "date": "2026-11-20", "kind": "DEPRECATED", "impact": "SAFE", "path": "IpLicense.addedAt", "text": "Use `registeredAt`." },
              { "date": "2026-11-01", "kind": "REMOVED", "impact": "BREAKING", "path": "Query.old", "text": "The field was removed." } ]
            """)));
        const string changes = "query($since: Date, $first: Int! = 100, $skip: Int! = 0) { apiChanges(since: $since, first: $first, skip: $skip) { date kind impact path text } }";
        var latest = (await world.Anonymous().SendAsync(changes)).Worked().At("apiChanges.0").EnumerateObject().Select(member => member.Value.GetString());
        Assert.Equal(["2026-11-20", "DEPRECATED", "SAFE", "IpLicense.addedAt", "Use `registeredAt`."], latest);
        Assert.Equal(2, (await world.Anonymous().SendAsync(changes, new { since = "2026-11-01" })).Worked().List("apiChanges").Count);
        Assert.Single((await world.Anonymous().SendAsync(changes, new { since = "2026-11-02" })).Worked().List("apiChanges"));
        Assert.Single((await world.Anonymous().SendAsync(changes, new { first = 1 })).Worked().List("apiChanges"));
        Assert.Equal("Query.old", (await world.Anonymous().SendAsync(changes, new { first = 1, skip = 1 })).Worked().Text("apiChanges.0.path"));
        Assert.Equal(["PAGE_OUT_OF_RANGE"], (await world.Anonymous().SendAsync(changes, new { first = 101 })).Codes);
        Assert.Equal(["INVALID_INPUT"], (await world.Anonymous().SendAsync(changes, new { skip = -1 })).Codes);
    }

    private static (int Deprecated, int Refused) Counts(Answer health) => (health.Worked().List("me.apiHealth.deprecated").Count, health.List("me.apiHealth.refused").Count);

    private static IEnumerable<string?> Paths(Answer answer) =>
        answer.Worked().Json.GetProperty("extensions").TryGetProperty("deprecations", out var told) ? told.EnumerateArray().Select(use => use.GetProperty("path").GetString()) : [];

    private static Schema Build(World world, Type planted) => SchemaBuilder.Build(world.Services, [.. world.Services.GetRequiredService<Modules>().Types, planted]);

    internal enum Ages
    {
        Young,

        [Deprecated("Use another.", removal: "2027-06-01")]
        Old,
    }

    internal sealed record AgingInput(int? NewMember = null, [Deprecated("Use another.", removal: "2027-06-01")] int? OldMember = null, Ages Age = Ages.Young);

    internal sealed class Aged
    {
        [Deprecated("Use another.", removal: "2027-06-01")]
        public string OldProperty => "old";
    }

    [Extends<Query>]
    internal static class Deprecates
    {
        [AllowAnonymous, Deprecated("Use another.", removal: "2027-06-01")]
        public static Aged OldOne(AgingInput? input = null, [Deprecated("Use another.", removal: "2027-06-01")] int? oldArgument = null) => new();
    }

    [Extends<Query>]
    internal static class HasNoDay
    {
        [AllowAnonymous, Deprecated("Use another.", removal: "next summer")]
        public static int Planted() => 1;
    }

    [Extends<Query>]
    internal static class HasNoSuchDay
    {
        [AllowAnonymous]
        public static int Planted([Deprecated("Use another.", removal: "2027-02-30")] int? old = null) => 1;
    }

    [Extends<Query>]
    internal static class SaysNoSentence
    {
        [AllowAnonymous, Deprecated("another", removal: "2027-06-01")]
        public static int Planted() => 1;
    }

    [Extends<Query>]
    internal static class MustBeSent
    {
        [AllowAnonymous]
        public static int Planted([Deprecated("Use another.", removal: "2027-06-01")] int old) => old;
    }
}
