using Cln.Graph;
using Cln.Host;
using Cln.Host.Data;
using Cln.Host.Graph;
using Cln.Host.Graph.Limits;
using GraphQL;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;

namespace Cln.Tests.Limits;

/// <summary>What an answer may take and be: time, bytes, errors.</summary>
public sealed class AnswerLimitsTests
{
    [Fact]
    public async Task A_request_that_takes_too_long_is_given_up_with_what_it_waits_for()
    {
        await using var world = await StartAsync();

        var (status, code) = await PostAsync(world, "{ forever }");

        Assert.Equal((503, "TIMED_OUT"), (status, code));
        await Planted.GivenUp.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task An_answer_of_more_than_two_megabytes_is_refused_over_HTTP_and_over_a_socket()
    {
        await using var world = await StartAsync();

        Assert.Equal((400, "RESPONSE_TOO_LARGE"), await PostAsync(world, "{ text(kilobytes: 2049) }"));
        Assert.Equal((200, null), await PostAsync(world, "{ text(kilobytes: 2000) }"));
        await using var listener = await world.Anonymous().SubscribeAsync("{ text(kilobytes: 2049) }");
        Assert.Contains("RESPONSE_TOO_LARGE", (await listener.AtLeastAsync(1))[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Five_errors_are_told_and_how_many_more_there_are()
    {
        await using var world = await World.StartAsync();

        var answer = await world.Anonymous().SendAsync("{ rateLimit { " + string.Join(' ', Enumerable.Range(0, 18).Select(i => $"nothing{i}")) + " } }");

        Assert.Equal([.. Enumerable.Repeat("FIELDS_ON_CORRECT_TYPE", 5), "MORE_ERRORS"], answer.Codes);
        Assert.Contains("There are 13 more errors.", answer.Json.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ rateLimit { @ } }")]
    [InlineData("{ rateLimit { limit: @ } }")]
    [InlineData("{ rateLimit(@: 1) { limit } }")]
    [InlineData("{ @ { limit } }")]
    [InlineData("query($a: @) { rateLimit { limit } }")]
    public async Task Errors_are_short_however_long_the_names_in_them(string query)
    {
        await using var world = await World.StartAsync();

        var answer = await world.Anonymous().SendAsync(query.Replace("@", new string('x', 60_000), StringComparison.Ordinal));

        Assert.InRange(answer.Json.ToString().Length, 1, ToldErrors.MostBytes);
        Assert.NotEmpty(answer.Codes);
    }

    [Theory]
    [InlineData("Development", "There is no 'x'. Did you mean 'y'?")]
    [InlineData("Production", "There is no 'x'.")]
    public async Task Only_in_development_an_error_says_what_may_have_been_meant(string environment, string message)
    {
        await using var world = await World.StartAsync();
        var told = new ToldErrors(world.Services.GetRequiredService<IGraphQLTextSerializer>(), new HostingEnvironment { EnvironmentName = environment });

        Assert.Equal(message, told.Of([new ExecutionError("There is no 'x'. Did you mean 'y'?")])[0].Message);
    }

    [Fact]
    public async Task Anybody_may_read_the_schema_by_the_usual_query_and_type_by_type()
    {
        await using var world = await World.StartAsync();

        var whole = (await world.Anonymous().SendAsync(Introspection)).Worked();
        Assert.Contains(whole.List("__schema.types"), type => type.GetProperty("name").GetString() == "IpLicense");
        Assert.Equal("IpLicense", (await world.Anonymous().SendAsync("{ ... on Query { __type(name: \"IpLicense\") { name fields { name type { name ofType { name } } } } } }")).Text("__type.name"));
    }

    [Theory]
    [InlineData("Graph:Limits:Depht", "10", "The setting Graph:Limits is \"Depht\". It takes the names of limits: Tokens, ")]
    [InlineData("Graph:Limits:Depth", "0", "The setting Graph:Limits:Depth is \"0\". It takes a whole number from 1 on.")]
    [InlineData("Graph:Limits:Depth", "many", "The setting Graph:Limits:Depth is \"many\". It takes a whole number from 1 on.")]
    [InlineData("Graph:Limits:Points", "10", "The setting Graph:Limits:Points is \"10\". It takes at least what one operation may cost, 6000.")]
    public async Task A_limit_that_is_none_stops_the_start(string name, string value, string message)
    {
        var failure = await Assert.ThrowsAsync<WrongSetting>(() => World.StartAsync(settings: [(name, value)]));
        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
    }

    private static string Introspection =>
        $$"""
        query IntrospectionQuery {
          __schema {
            queryType { name kind } mutationType { name kind } subscriptionType { name kind }
            types { ...FullType }
            directives { name description locations args { ...InputValue } }
          }
        }
        fragment FullType on __Type {
          kind name description
          fields(includeDeprecated: true) { name description args { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
          inputFields { ...InputValue }
          interfaces { ...TypeRef }
          enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
          possibleTypes { ...TypeRef }
        }
        fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue }
        fragment TypeRef on __Type { kind name {{string.Concat(Enumerable.Repeat("ofType { kind name ", 9))}}{{new string('}', 9)}} }
        """;

    private static Task<World> StartAsync() => World.StartAsync(
        DatabaseKind.Sqlite,
        services => services.AddSingleton<ISchema>(provider => SchemaBuilder.Build(provider, [.. provider.GetRequiredService<Modules>().Types, typeof(Planted)])),
        settings: ("Graph:Limits:Seconds", "1"));

    private static async Task<(int Status, string? Code)> PostAsync(World world, string query)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(world.Address, "/graphql"))
        {
            Content = System.Net.Http.Json.JsonContent.Create(new { query }),
            Headers = { Accept = { new("application/graphql-response+json") } },
        };
        using var response = await http.SendAsync(request);
        var answer = new Answer((int)response.StatusCode, System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
        return (answer.Status, answer.Codes is [var code, ..] ? code : null);
    }

    [Extends<Query>]
    private static class Planted
    {
        public static readonly TaskCompletionSource GivenUp = new();

        [Cln.Graph.AllowAnonymous]
        public static async Task<int> ForeverAsync(CancellationToken cancellation)
        {
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
                return 1;
            }
            finally
            {
                GivenUp.TrySetResult();
            }
        }

        [Cln.Graph.AllowAnonymous]
        public static string Text(int kilobytes) => new('x', 1024 * kilobytes);
    }
}
