namespace Cln.Tests.House;

/// <summary>A file is one thought, whole.</summary>
public sealed class FileSizeTests
{
    private const int Most = 300;

    [Fact]
    public void No_file_is_over_300_lines() => Assert.Empty(TooLong(Sources().Select(file => (file, Checkout.Read(file)))));

    [Fact]
    public void A_file_of_301_lines_is_told()
    {
        var told = TooLong([("Short.cs", Lines(Most)), ("Long.cs", Lines(Most + 1))]);

        Assert.Equal(["Long.cs has 301 lines."], told);
    }

    private static IEnumerable<string> Sources() => Checkout.Files("src", ".cs", ".razor").Concat(Checkout.Files("tests", ".cs", ".razor"));

    private static IEnumerable<string> TooLong(IEnumerable<(string Path, string Text)> files) =>
        files.Select(file => (file.Path, Count: file.Text.TrimEnd().Split('\n').Length)).Where(file => file.Count > Most).Select(file => $"{file.Path} has {file.Count} lines.");

    private static string Lines(int count) => string.Concat(Enumerable.Repeat("line\n", count));
}
