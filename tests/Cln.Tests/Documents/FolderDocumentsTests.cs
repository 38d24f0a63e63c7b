using Cln.Host;
using Cln.Tests.Data;
using static Cln.Tests.Documents.StoredCalls;

namespace Cln.Tests.Documents;

/// <summary>The documents that an installation brings with it.</summary>
public sealed class FolderDocumentsTests
{
    private const string Types = "query Types {\n  licenseTypes { code }\n}\n";

    [Fact]
    public async Task They_are_trusted_for_everybody()
    {
        var folder = TestFolder.Create();
        Directory.CreateDirectory(Path.Combine(folder, "shop"));
        await File.WriteAllTextAsync(Path.Combine(folder, "shop", "types.graphql"), Types);
        await using var world = await World.StartAsync(settings: ("Documents:Folder", folder));
        var (_, held) = await (await world.ResellerAsync()).HeldTokenAsync("licenses:read");

        Assert.NotEmpty((await world.PostAsync(new { documentId = Id(Types) })).Worked().List("licenseTypes"));
        Assert.NotEmpty((await world.PostAsync(new { documentId = Id(Types) }, held)).Worked().List("licenseTypes"));
        var (answer, caching) = await world.GetAsync($"documentId={Uri.EscapeDataString(Id(Types))}");
        Assert.Equal((200, "public, max-age=60"), (answer.Status, caching));
    }

    [Theory]
    [InlineData("{ nothing }", "wrong.graphql")]
    [InlineData("{ me { login } } query Second { me { login } }", "one operation")]
    public async Task One_that_could_not_be_executed_stops_the_start(string text, string told)
    {
        var folder = TestFolder.Create();
        await File.WriteAllTextAsync(Path.Combine(folder, "wrong.graphql"), text);
        var failure = await Assert.ThrowsAsync<WrongSetting>(() => World.StartAsync(settings: ("Documents:Folder", folder)));
        Assert.Contains(told, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_stops_the_start() =>
        Assert.Equal("Documents:Folder", (await Assert.ThrowsAsync<WrongSetting>(() => World.StartAsync(settings: ("Documents:Folder", "/no/such/folder")))).Name);
}
