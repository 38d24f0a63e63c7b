using Cln.Data;
using Cln.Host.Access;
using Cln.Host.Graph;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Walks;

/// <summary>Every root field, called by those who may not.</summary>
[Collection(nameof(Neighbours))]
public sealed class RightsTests(Neighbours neighbours)
{
    private readonly OperationWriter writer = new((_, _) => null);

    [Fact]
    public async Task Who_is_not_signed_in_uses_nothing_but_what_is_for_anybody()
    {
        foreach (var (kind, field) in RootFields().Where(root => root.Field.RightsAsked() != Rights.Anonymous))
            Assert.Equal((field.Name, "UNAUTHENTICATED"), (field.Name, await CodeAsync(neighbours.World.Anonymous(), kind, field)));
    }

    [Fact]
    public async Task Who_has_no_scope_uses_nothing_that_asks_for_one()
    {
        var powerless = await ProgramAsync("");
        Assert.Equal([], (await powerless.SendAsync("{ me { scopes } }")).Worked().List("me.scopes"));
        foreach (var (kind, field) in RootFields().Where(root => root.Field.RightsAsked() is not (Rights.Anonymous or Rights.SignedIn)))
            Assert.Equal((field.Name, "FORBIDDEN"), (field.Name, await CodeAsync(powerless, kind, field)));
    }

    [Fact]
    public async Task Who_has_every_other_scope_uses_nothing_that_asks_for_this_one()
    {
        foreach (var scope in RootFields().Select(root => root.Field.RightsAsked()).Distinct().Except([Rights.Anonymous, Rights.SignedIn]))
        {
            var program = await ProgramAsync(string.Join(' ', Scopes.All.Where(other => other != scope)));
            foreach (var (kind, field) in RootFields().Where(root => root.Field.RightsAsked() == scope))
                Assert.Equal((field.Name, "FORBIDDEN"), (field.Name, await CodeAsync(program, kind, field)));
        }
    }

    private IEnumerable<(string Kind, FieldType Field)> RootFields()
    {
        var schema = neighbours.World.Services.GetRequiredService<ISchema>();
        return new[] { ("query", schema.Query), ("mutation", schema.Mutation!), ("subscription", schema.Subscription!) }.SelectMany(root => root.Item2.Fields.Select(field => (root.Item1, field)));
    }

    /// <summary>The one code that all errors have.</summary>
    private async Task<string?> CodeAsync(Api caller, string kind, FieldType field)
    {
        var answer = await caller.SendAsync(writer.Write(kind, field));
        Assert.False(answer.Json.TryGetProperty("data", out _), answer.Json.ToString());
        return Assert.Single(answer.Codes.Except(["MORE_ERRORS"]));
    }

    /// <summary>A program with a token of the stranger's.</summary>
    private async Task<Api> ProgramAsync(string scopes)
    {
        await using var scope = neighbours.World.PlatformScope();
        var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
        var secret = Secret.New(Secret.TokenPrefix);
        db.ApiTokens.Add(new()
        {
            ResellerId = neighbours.StrangerId,
            UserId = db.Users.Single(user => user.ResellerId == neighbours.StrangerId).Id,
            Name = "a walk",
            ScopeList = scopes,
            Prefix = Secret.TokenPrefix,
            SecretHash = Secret.Hash(secret),
            CreatedAt = neighbours.World.Clock.GetUtcNow(),
            ExpiresAt = null,
        });
        await db.SaveChangesAsync();
        return neighbours.World.With(secret);
    }
}
