using Cln.Host.Documents;
using Microsoft.Extensions.DependencyInjection;
using static Cln.Tests.Documents.StoredCalls;

namespace Cln.Tests.Documents;

/// <summary>The operations of the console's pages.</summary>
public sealed class PageDocumentsTests
{
    [Fact]
    public async Task Each_could_be_executed_and_has_a_name_of_its_own()
    {
        await using var world = await World.StartAsync();
        var check = world.Services.GetRequiredService<DocumentCheck>();
        List<string> names = [], wrong = [];
        foreach (var document in world.Services.GetRequiredService<PageDocuments>().All)
        {
            try
            {
                names.Add(await check.OperationOfAsync(document.Text, problem => new InvalidOperationException($"{document.Text.Split('{')[0].Trim()}: {problem}"), CancellationToken.None));
            }
            catch (InvalidOperationException problem)
            {
                wrong.Add(problem.Message);
            }
        }

        Assert.Empty(wrong);
        Assert.Contains("SignedIn", names);
        Assert.DoesNotContain("", names);
        Assert.Empty(names.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Fact]
    public async Task A_program_may_name_them_and_a_held_token_may_not()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var document = world.Services.GetRequiredService<PageDocuments>().All.Single(one => one.Text.StartsWith("query SignedIn ", StringComparison.Ordinal)).Text;
        var (_, held) = await reseller.HeldTokenAsync("licenses:read");

        Assert.Equal("null", (await world.PostAsync(new { documentId = Id(document) })).Worked().Json.GetProperty("data").GetProperty("me").GetRawText());
        Assert.Contains("DOCUMENT_NOT_FOUND", (await world.PostAsync(new { documentId = Id(document) }, held)).Codes);
        Assert.Contains("DOCUMENT_NOT_TRUSTED", (await world.PostAsync(new { query = document }, held)).Codes);
    }
}
