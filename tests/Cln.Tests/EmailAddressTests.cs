namespace Cln.Tests;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("ann@host.example")]
    [InlineData("ann.o'neill+billing@mail.host-one.example")]
    [InlineData("a@b.co")]
    [InlineData("post@xn--mller-kva.example")]
    [InlineData("post@host.xn--p1ai")]
    public void An_ordinary_address_is_well_formed(string text) => Assert.True(EmailAddress.IsWellFormed(text));

    [Theory]
    [InlineData("")]
    [InlineData("ann")]
    [InlineData("ann@host")]
    [InlineData("ann@@host.example")]
    [InlineData("@host.example")]
    [InlineData("ann@.example")]
    [InlineData("ann@host..example")]
    [InlineData(".ann@host.example")]
    [InlineData("ann.@host.example")]
    [InlineData("an..n@host.example")]
    [InlineData("ann@-host.example")]
    [InlineData("ann@host-.example")]
    [InlineData("ann@192.0.2.1")]
    [InlineData("ann@[192.0.2.1]")]
    [InlineData("\"ann b\"@host.example")]
    [InlineData("Ann <ann@host.example>")]
    [InlineData("ann@host.example, bob@host.example")]
    [InlineData("ann@host.example\n")]
    [InlineData("ann@host.example\r\nBcc: bob@host.example")]
    [InlineData("ann\0@host.example")]
    [InlineData("änn@host.example")]
    [InlineData(" ann@host.example")]
    public void Anything_else_is_not(string text) => Assert.False(EmailAddress.IsWellFormed(text));

    [Theory]
    [InlineData(64, 10, true)]
    [InlineData(65, 10, false)]
    [InlineData(10, 64, false)]
    public void The_parts_keep_to_the_lengths_of_smtp(int local, int label, bool wellFormed) =>
        Assert.Equal(wellFormed, EmailAddress.IsWellFormed($"{new string('a', local)}@{new string('b', label)}.example"));

    [Fact]
    public void The_whole_is_at_most_254_characters()
    {
        var domain = string.Join('.', Enumerable.Repeat(new string('d', 37), 5));
        Assert.True(EmailAddress.IsWellFormed($"{new string('a', 61)}@{domain}.ab"));
        Assert.False(EmailAddress.IsWellFormed($"{new string('a', 62)}@{domain}.ab"));
    }
}
