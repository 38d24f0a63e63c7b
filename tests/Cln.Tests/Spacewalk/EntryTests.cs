using Cln.Spacewalk;

namespace Cln.Tests.Spacewalk;

public sealed class EntryTests
{
    [Theory]
    [InlineData("Ann", "Ann")]
    [InlineData("  Łukasz 株式会社 ", "Łukasz 株式会社")]
    public void A_line_loses_the_space_around_it(string typed, string line) => Assert.Equal(line, Entry.Line("company", typed));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("two\nlines")]
    [InlineData("tab\there")]
    public void A_line_that_is_none_is_refused_with_its_field(string typed) =>
        Assert.Equal("company", Assert.Throws<InvalidInput>(() => Entry.Line("company", typed)).Field);

    [Fact]
    public void A_line_has_at_most_100_characters()
    {
        Assert.Equal(100, Entry.Line("company", new('x', 100)).Length);
        Assert.Throws<InvalidInput>(() => Entry.Line("company", new('x', 101)));
    }

    [Theory]
    [InlineData("ann@example.com")]
    [InlineData("ann+cln@mail.example.co.uk")]
    public void An_address_is_kept_as_it_is(string typed) => Assert.Equal(typed, Entry.Email("email", " " + typed));

    [Theory]
    [InlineData("")]
    [InlineData("ann")]
    [InlineData("ann@")]
    [InlineData("@example.com")]
    [InlineData("Ann <ann@example.com>")]
    [InlineData("ann@example.com, bob@example.com")]
    [InlineData("ann@example.com\r\nBcc: bob@example.com")]
    public void What_is_not_one_address_is_refused(string typed) => Assert.Equal("email", Assert.Throws<InvalidInput>(() => Entry.Email("email", typed)).Field);
}
