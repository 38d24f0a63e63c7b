using Cln.Host.Graph;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Walks;

/// <summary>Every field where reading or listening starts, asked for everything it can tell.</summary>
[Collection(nameof(Neighbours))]
public sealed class TenantQueriesTests(Neighbours neighbours)
{
    private static readonly string[] ById = ["node", "nodes"];

    private readonly ISchema schema = neighbours.World.Services.GetRequiredService<ISchema>();

    [Fact]
    public async Task No_query_tells_a_stranger_or_the_public_anything_of_the_owners()
    {
        var (traces, writer) = await PrepareAsync();
        List<string> leaks = [];
        foreach (var field in schema.Query.Fields)
        {
            var answer = await neighbours.Stranger.SendAsync(writer.Write("query", field));
            Assert.Equal(field.RightsAsked() == Scopes.Operator ? ["FORBIDDEN"] : [], answer.Codes);
            leaks.AddRange(traces.In(answer).Select(trace => $"{field.Name} tells the stranger {trace}"));
            if (field.RightsAsked() != Rights.Anonymous) continue;
            leaks.AddRange(traces.In(await neighbours.World.Anonymous().SendAsync(writer.Write("query", field))).Select(trace => $"{field.Name} tells anybody {trace}"));
        }

        Assert.Equal([], leaks);
    }

    [Fact]
    public async Task The_same_queries_tell_the_owner_of_everything()
    {
        var (traces, writer) = await PrepareAsync();
        List<string> told = [];
        foreach (var field in schema.Query.Fields.Where(field => !ById.Contains(field.Name))) told.AddRange(traces.In(await neighbours.Owner.SendAsync(writer.Write("query", field))));
        Assert.Equal([], traces.Ids.Except(told));
    }

    [Fact]
    public async Task No_id_of_the_owners_finds_anything_for_a_stranger()
    {
        var (traces, _) = await PrepareAsync();
        var all = (await neighbours.Stranger.SendAsync("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", new { ids = traces.Ids })).Worked();
        Assert.All(all.List("nodes"), node => Assert.Equal(System.Text.Json.JsonValueKind.Null, node.ValueKind));
        foreach (var id in traces.Ids)
        {
            Assert.True((await neighbours.Stranger.SendAsync("query($id: ID!) { node(id: $id) { id } }", new { id })).Worked().IsNull("node"));
            Assert.Equal(id, (await neighbours.Owner.SendAsync("query($id: ID!) { node(id: $id) { id } }", new { id })).Worked().Text("node.id"));
        }
    }

    [Fact]
    public async Task No_subscription_tells_a_stranger_what_happens_to_the_owner()
    {
        var (_, writer) = await PrepareAsync();
        Dictionary<string, Subscriber> subscribers = [];
        foreach (var field in schema.Subscription!.Fields) subscribers[field.Name] = await neighbours.Stranger.SubscribeAsync(writer.Write("subscription", field));
        for (var host = 20; subscribers.Values.Any(subscriber => subscriber.Heard.Count == 0); host++)
        {
            Assert.True(host < 120, $"Nothing that {nameof(ChangeAsync)} does is told by {string.Join(", ", subscribers.Where(subscriber => subscriber.Value.Heard.Count == 0).Select(subscriber => subscriber.Key))}.");
            await ChangeAsync(neighbours.Stranger, $"198.51.100.{host}");
        }

        await ChangeAsync(neighbours.Owner, "198.51.100.13");
        var before = subscribers.Values.ToDictionary(subscriber => subscriber, subscriber => subscriber.Heard.Count);
        await ChangeAsync(neighbours.Stranger, "198.51.100.120");

        var (traces, _) = await PrepareAsync();
        foreach (var (subscriber, count) in before)
        {
            Assert.Equal([], traces.In(await subscriber.AtLeastAsync(count + 1)));
            await subscriber.DisposeAsync();
        }
    }

    /// <summary>Something of everything that subscriptions tell: money, a document, a licence, a server.</summary>
    private async Task ChangeAsync(Api reseller, string ip)
    {
        var input = $"""amount: "10.00", idempotencyKey: "{World.Key()}" """;
        (await reseller.SendAsync($"mutation {{ topUp(input: {{ {input} }}) {{ errors {{ ... on Error {{ code message }} }} }} }}")).Worked("topUp");
        await IpLicenses.LicenseCalls.LicensedAsync(reseller, ip);
        await Servers.ServerCalls.RegisteredAsync(neighbours.World, ip, $"web.{ip}.example");
        await neighbours.World.SettleAsync();
    }

    private async Task<(Traces Traces, OperationWriter Writer)> PrepareAsync()
    {
        var traces = await Traces.OfAsync(neighbours);
        var number = (await neighbours.Owner.SendAsync("{ invoices(first: 1) { nodes { number } } }")).Text("invoices.nodes.0.number");
        var login = (await neighbours.Owner.SendAsync("{ serverAccounts(first: 1) { nodes { login } } }")).Text("serverAccounts.nodes.0.login");
        var anybody = await neighbours.World.Anonymous().SendAsync("{ licenseTypes { code name product } priceList { code name } eventTypes { name } agreement { text } registrationTerms { open gateways } }");
        var known = traces.Except(anybody.Worked());
        var license = await neighbours.IdOfAsync<global::Cln.IpLicenses.IpLicense>();
        return (known with { Texts = [.. known.Texts.Except(schema.AllTypes.Select(type => type.Name).Concat(schema.Mutation!.Fields.Select(field => field.Name)), StringComparer.Ordinal)] }, new((owner, name) => name switch
        {
            // A quote tells back what it is asked for.
            "ip" when owner == "NewIpLicenseInput" => null,
            "ip" => $"\"{Neighbours.Address}\"",
            "number" => $"\"{number}\"",
            "login" => $"\"{login}\"",
            "token" => $"\"{neighbours.Secrets.Key}\"",
            "id" => $"\"{traces.Ids[0]}\"",
            "ids" => $"[{string.Join(", ", traces.Ids.Select(id => $"\"{id}\""))}]",
            "ipLicenseId" => $"\"{license}\"",
            "ipLicenseIds" => $"[\"{license}\"]",
            "first" => "100",
            _ => null,
        }));
    }
}
