using System.Text.RegularExpressions;

namespace Cln.Tests.House;

/// <summary>Nothing in the repository knows whose machine it was written on.</summary>
public sealed class LocalPathTests
{
    private static readonly string[] Text = [".cs", ".razor", ".csproj", ".props", ".json", ".md", ".graphql", ".yml", ".js", ".ts", ".css", ".html", ".sln", ".snap", ""];

    /// <summary>Folders that mean the same on every machine, or that a container gives to the product.</summary>
    private static readonly string[] Everywhere = ["tmp", "usr", "var", "opt", "etc", "srv", "src", "app", "data", "dev", "proc", "run", "bin", "lib", "builds"];

    [Fact]
    public void No_file_names_a_folder_of_a_home_or_of_this_checkout() =>
        Assert.Empty(Checkout.Files("", Text).SelectMany(file => Local(file, Checkout.Read(file), Checkout.Root)));

    [Theory]
    [InlineData("see /home" + "/ann/notes.txt", "/home" + "/ann")]
    [InlineData("\"C:\\Users" + "\\ann\\notes.txt\"", "C:\\Users" + "\\ann")]
    [InlineData("built in /place" + "/mine today", "/place" + "/mine")]
    public void A_path_of_somebodys_machine_is_told(string text, string path) =>
        Assert.Equal([$"notes.md names {path}."], Local("notes.md", text, "/place" + "/mine/checkout"));

    [Theory]
    [InlineData("https://example.com/home/page and ./home/page, src/place/mine, /usr/lib/postgresql")]
    [InlineData("a reply to GET /homes/ann")]
    public void Other_paths_are_not(string text) => Assert.Empty(Local("notes.md", text, "/place" + "/mine/checkout"));

    private static IEnumerable<string> Local(string file, string text, string root)
    {
        var first = root.Split('/', '\\').Skip(1).FirstOrDefault();
        var homes = string.Join('|', new[] { "home", "Users", "root" }.Append(first is null || Everywhere.Contains(first) ? "home" : Regex.Escape(first)).Distinct());
        var local = new Regex($@"(?<![\w.\-/:)}}~*])/({homes})/[\w.\-]+|[A-Z]:\\Users\\\w+", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));
        return local.Matches(text).Select(match => $"{file} names {match.Value}.");
    }
}
