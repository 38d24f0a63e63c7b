using Cln.Spacewalk;
using CsCheck;

namespace Cln.Tests.Spacewalk;

public sealed class AccountLoginTests
{
    [Theory]
    [InlineData("web", "IPR-1042-web")]
    [InlineData("IPR-1042-web", "IPR-1042-web")]
    [InlineData("ipr-1042-Web", "IPR-1042-web")]
    [InlineData(" web ", "IPR-1042-web")]
    [InlineData("7", "IPR-1042-7")]
    [InlineData("a.b_c-d", "IPR-1042-a.b_c-d")]
    [InlineData("ipr-team", "IPR-1042-ipr-team")]
    public void A_login_is_stored_with_the_prefix_and_in_lower_case(string typed, string stored) => Assert.Equal(stored, AccountLogin.Parse(1042, typed));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("IPR-1042-")]
    [InlineData("IPR-1043-web")]
    [InlineData("IPR-10420-web")]
    [InlineData("IPR-1042-IPR-1043-web")]
    [InlineData("-web")]
    [InlineData("web-")]
    [InlineData("we b")]
    [InlineData("web\n7")]
    [InlineData("wéb")]
    [InlineData("web/7")]
    [InlineData("12345678901234567890123456789012345678901")]
    public void Anything_else_is_refused_and_the_message_tells_the_prefix(string typed)
    {
        var refused = Assert.Throws<InvalidInput>(() => AccountLogin.Parse(1042, typed));

        Assert.Equal("login", refused.Field);
        Assert.Contains("IPR-1042-", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_stored_is_read_as_itself_and_fits_its_column() =>
        Gen.Select(Gen.Int[1, int.MaxValue], Gen.String[Gen.Char["ABCxyz0189._-"], 1, 40]).Sample((number, typed) =>
        {
            if (AccountLogin.TryParse(number, typed) is not { } stored) return;
            Assert.Equal(stored, AccountLogin.Parse(number, stored));
            Assert.InRange(stored.Length, 1, AccountLogin.LongestWithPrefix);
        });
}
