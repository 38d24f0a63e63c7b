using Cln.Servers;

namespace Cln.Tests.Servers;

public sealed class SelfDescriptionTests
{
    [Theory]
    [InlineData("web1.example.com", "web1.example.com")]
    [InlineData(" WEB1.Example.COM. ", "web1.example.com")]
    [InlineData("localhost", "localhost")]
    [InlineData("my_host-1", "my_host-1")]
    [InlineData("xn--bcher-kva.example", "xn--bcher-kva.example")]
    public void A_hostname_is_kept_in_lower_case_without_its_last_dot(string told, string kept) =>
        Assert.Equal(kept, SelfDescription.Parse(told, operatingSystem: null).Hostname);

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a..b")]
    [InlineData("-web1")]
    [InlineData("web1-.example.com")]
    [InlineData("web 1")]
    [InlineData("web1\nroot")]
    [InlineData("<script>")]
    [InlineData("bücher.example")]
    [InlineData("a123456789a123456789a123456789a123456789a123456789a123456789a123")]
    public void Anything_else_is_refused_and_the_field_named(string told)
    {
        var mistake = Assert.Throws<InvalidInput>(() => SelfDescription.Parse(told, operatingSystem: null));
        Assert.Equal(("INVALID_INPUT", "hostname"), (mistake.Code, mistake.Field));
    }

    [Fact]
    public void A_hostname_of_254_characters_is_too_long()
    {
        var longest = string.Join('.', Enumerable.Repeat("123456789", 26))[..253].TrimEnd('.');
        Assert.Equal(longest, SelfDescription.Parse(longest, operatingSystem: null).Hostname);
        Assert.Throws<InvalidInput>(() => SelfDescription.Parse(longest + ".ab", operatingSystem: null));
    }

    [Fact]
    public void Operating_system_and_kernel_are_one_short_line()
    {
        var told = SelfDescription.Parse("web1", " CloudLinux 9.4 ", "");
        Assert.Equal(("CloudLinux 9.4", null), (told.OperatingSystem, told.Kernel));
        Assert.Equal("operatingSystem", Assert.Throws<InvalidInput>(() => SelfDescription.Parse("web1", "one\ttwo")).Field);
        Assert.Equal("kernel", Assert.Throws<InvalidInput>(() => SelfDescription.Parse("web1", operatingSystem: null, new string('5', 201))).Field);
    }
}
