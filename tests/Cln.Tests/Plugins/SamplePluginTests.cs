using Cln.Host;
using Cln.Host.Data;
using Cln.Tests.Data;

namespace Cln.Tests;

/// <summary>The sample plug-in in the running host.</summary>
public sealed class SamplePluginTests
{
    private const string Add = "mutation($text: String!) { addNote(input: { text: $text }) { note { id text createdAt } errors { __typename ... on Error { code message } } } }";

    [EveryDatabase]
    public async Task Its_table_mutation_query_field_and_handler_work_as_the_built_in_ones_do(DatabaseKind database)
    {
        await using var world = await WorldAsync(database);
        var reseller = await world.ResellerAsync();
        var other = await world.ResellerAsync();

        var added = (await reseller.SendAsync(Add, new { text = " Ask about backups. " })).Worked("addNote");
        var seen = (await reseller.SendAsync(
            "query($id: ID!) { node(id: $id) { ... on Note { text } } notes(order: [{ text: DESC }]) { nodes { text } } reseller { notes(where: { text: { contains: \"backups\" } }) { totalCount } } }",
            new { id = added.Text("addNote.note.id") })).Worked();

        Assert.Equal("Ask about backups.", seen.Text("node.text"));
        Assert.Equal(1, seen.Number("reseller.notes.totalCount"));

        // The second note is the event handler's.
        Assert.Equal(["The account was activated.", "Ask about backups."], seen.List("notes.nodes").Select(note => note.GetProperty("text").GetString()));
        Assert.Equal(1, (await other.SendAsync("{ notes { totalCount } }")).Worked().Number("notes.totalCount"));
    }

    [Fact]
    public async Task Its_mistakes_are_told_as_the_built_in_ones_are()
    {
        await using var world = await WorldAsync(DatabaseKind.Sqlite);
        var reseller = await world.ResellerAsync();

        var refused = await reseller.SendAsync(Add, new { text = new string('x', 501) });

        Assert.Equal("NOTE_LENGTH", refused.Code("addNote"));
        Assert.Equal("NoteLength", refused.Text("addNote.errors.0.__typename"));
        Assert.Equal("UNAUTHENTICATED", Assert.Single((await world.Anonymous().SendAsync("{ notes { totalCount } }")).Codes));
    }

    [Fact]
    public async Task The_schema_has_it_with_its_descriptions()
    {
        await using var world = await WorldAsync(DatabaseKind.Sqlite);
        using var response = await world.Anonymous().GetAsync("/graphql/schema.graphql");

        var schema = await response.Content.ReadAsStringAsync();

        Assert.Contains("type Note implements Node", schema, StringComparison.Ordinal);
        Assert.Contains("addNote(input: AddNoteInput!): AddNotePayload", schema, StringComparison.Ordinal);
        Assert.Contains("union AddNoteError", schema, StringComparison.Ordinal);
        Assert.Contains("The notes about this reseller; newest first.", schema, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Turned_off_it_leaves_nothing_behind()
    {
        await using var world = await World.StartAsync(DatabaseKind.Sqlite, null, ("Plugins:Folder", PluginFolder.Sample), ("Modules:Notes:Enabled", "false"));
        using var response = await world.Anonymous().GetAsync("/graphql/schema.graphql");

        Assert.DoesNotContain("Note", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plug_in_that_cannot_be_loaded_stops_the_start()
    {
        using var folder = new PluginFolder();
        folder.AddModule("Angry", "Angry", failure: "No licence file found.");

        var failed = await Assert.ThrowsAsync<PluginFailed>(() => World.StartAsync(DatabaseKind.Sqlite, null, ("Plugins:Folder", folder.Path)));

        Assert.Contains("\"Angry\"", failed.Message, StringComparison.Ordinal);
    }

    private static Task<World> WorldAsync(DatabaseKind database) => World.StartAsync(database, null, ("Plugins:Folder", PluginFolder.Sample));
}
