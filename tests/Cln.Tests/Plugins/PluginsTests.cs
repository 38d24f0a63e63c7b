using System.Runtime.Loader;
using Cln.Host;

namespace Cln.Tests;

public sealed class PluginsTests : IDisposable
{
    private readonly PluginFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_a_folder_there_are_no_plug_ins(string? none) => Assert.Empty(Plugins.Load(none));

    [Fact]
    public void The_sample_is_loaded_into_a_context_of_its_own_and_shares_the_contract_with_the_host()
    {
        var module = Assert.Single(Plugins.Load(PluginFolder.Sample));

        Assert.Equal("Notes", module.Name);
        var context = AssemblyLoadContext.GetLoadContext(module.GetType().Assembly)!;
        Assert.Equal("Notes", context.Name);
        Assert.NotSame(AssemblyLoadContext.Default, context);
    }

    [Fact]
    public void The_sample_brings_nothing_that_the_host_has() =>
        Assert.Equal(["Notes.dll"], Directory.GetFiles(Path.Combine(PluginFolder.Sample, "Notes"), "*.dll").Select(Path.GetFileName));

    [Fact]
    public void Plug_ins_are_loaded_in_the_order_of_their_names()
    {
        folder.AddModule("Second", "B");
        folder.AddModule("First", "A");

        Assert.Equal(["A", "B"], Plugins.Load(folder.Path).Select(module => module.Name));
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_named_with_its_setting()
    {
        var wrong = Assert.Throws<WrongSetting>(() => Plugins.Load(Path.Combine(folder.Path, "nowhere")));

        Assert.Equal("Plugins:Folder", wrong.Name);
        Assert.Contains("nowhere", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plug_in_without_its_assembly_is_told_which_file_is_missing()
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, "Empty"));

        Fails(folder.Path, "\"Empty\"", Path.Combine("Empty", "Empty.dll"), "no such file", "remove folders");
    }

    [Fact]
    public void A_file_that_is_no_assembly_is_told_so()
    {
        File.WriteAllText(folder.AssemblyOf("Text"), "not an assembly");

        Fails(folder.Path, "\"Text\"", "Text.dll", "no .NET assembly", "build it");
    }

    [Fact]
    public void An_assembly_without_a_module_is_told_what_it_lacks()
    {
        File.Copy(typeof(CsCheck.Gen).Assembly.Location, folder.AssemblyOf("CsCheck"));

        Fails(folder.Path, "\"CsCheck\"", "CsCheck.dll", "implements Cln.IModule");
    }

    [Fact]
    public void A_constructor_that_throws_is_told_with_its_reason()
    {
        folder.AddModule("Angry", "Angry", failure: "No licence file found.");

        var failed = Fails(folder.Path, "\"Angry\"", "Angry.dll", "TheModule", "No licence file found.", "remove its folder");
        Assert.IsType<InvalidOperationException>(failed.InnerException);
    }

    [Fact]
    public void A_missing_library_is_named()
    {
        folder.AddWithoutItsLibrary("Lonely");

        Fails(folder.Path, "\"Lonely\"", "Lonely.dll", "Their.Library", "Put what it needs into its folder");
    }

    [Theory]
    [InlineData("2.0")]
    [InlineData("1.7")]
    public void A_plug_in_built_against_another_version_of_the_contract_is_told_both(string theirs)
    {
        folder.AddSampleBuiltAgainst(Version.Parse(theirs));

        Fails(folder.Path, "\"Notes\"", "Notes.dll", $"built against Cln.Abstractions {theirs}", "this host has 1.0", "Build it against 1.0");
    }

    [Fact]
    public void Two_modules_of_one_name_are_told_with_both_plug_ins()
    {
        folder.AddModule("One", "Same");
        folder.AddModule("Two", "same");

        Fails(folder.Path, "\"One\"", "\"Two\"", "\"same\"", "unique");
    }

    [Fact]
    public void A_module_named_as_one_of_the_hosts_is_told_so()
    {
        folder.AddModule("Mine", "Billing");

        var failed = Assert.Throws<PluginFailed>(() => Plugins.Load(folder.Path, new global::Cln.Billing.BillingModule()));

        Assert.Contains("\"Billing\", and so is one of the host", failed.Message, StringComparison.Ordinal);
    }

    private static PluginFailed Fails(string folder, params string[] parts)
    {
        var failed = Assert.Throws<PluginFailed>(() => Plugins.Load(folder));
        Assert.All(parts, part => Assert.Contains(part, failed.Message, StringComparison.Ordinal));
        return failed;
    }
}
