using System.Text.RegularExpressions;

namespace Cln.Tests.House;

/// <summary>A decision has a number of its own, and its title is the decision.</summary>
public sealed partial class DecisionTests
{
    [Fact]
    public void Every_decision_is_numbered_once_and_titled() =>
        Assert.Empty(Wrong(Checkout.Files("docs/decisions").Select(file => (Path.GetFileName(file), Checkout.Read(file)))));

    [Fact]
    public void Each_kind_of_mistake_is_told()
    {
        var told = Wrong(
        [
            ("0001-money-is-cents.md", "# 0001 · Money is cents\n\nBecause."),
            ("0001-again.md", "# 0001 · Again\n\nBecause."),
            ("0002-other-title.md", "# 0003 · Other title\n\nBecause."),
            ("notes.md", "Notes"),
        ]);

        Assert.Equal(
            [
                "0002-other-title.md: the first line should be \"# 0002 · <the decision>\".",
                "notes.md: the name should be like 0007-what-was-decided.md.",
                "0001 is the number of 0001-again.md, 0001-money-is-cents.md.",
            ],
            told);
    }

    private static IEnumerable<string> Wrong(IEnumerable<(string Name, string Text)> decisions)
    {
        var all = decisions.ToList();
        foreach (var (name, text) in all)
        {
            if (!FileName().IsMatch(name)) yield return $"{name}: the name should be like 0007-what-was-decided.md.";
            else if (!text.StartsWith($"# {name[..4]} · ", StringComparison.Ordinal)) yield return $"{name}: the first line should be \"# {name[..4]} · <the decision>\".";
        }
        foreach (var twice in all.Where(decision => FileName().IsMatch(decision.Name)).GroupBy(decision => decision.Name[..4]).Where(group => group.Count() > 1))
            yield return $"{twice.Key} is the number of {string.Join(", ", twice.Select(decision => decision.Name).Order(StringComparer.Ordinal))}.";
    }

    [GeneratedRegex(@"^\d{4}-[a-z0-9]+(-[a-z0-9]+)*\.md$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileName();
}
