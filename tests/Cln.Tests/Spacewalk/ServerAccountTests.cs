using Cln.Contracts;
using Cln.Spacewalk;

namespace Cln.Tests.Spacewalk;

public sealed class ServerAccountTests
{
    private readonly ServerAccount account = new()
    {
        ResellerId = 1042,
        Login = "IPR-1042-web",
        FirstName = "Ann",
        LastName = "Lee",
        Company = "Example",
        Email = "ann@example.com",
        CreatedAt = DateTimeOffset.UnixEpoch,
    };

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 3)]
    [InlineData(10_000, 3)]
    public void A_limit_covers_what_is_in_use(int limit, int used)
    {
        account.SetLimit(limit, used);

        Assert.Equal(limit, account.Limit);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(10_001)]
    [InlineData(int.MaxValue)]
    public void A_limit_is_0_to_10000(int limit) => Assert.Equal("limit", Assert.Throws<InvalidInput>(() => account.SetLimit(limit, 0)).Field);

    [Fact]
    public void A_limit_below_use_is_refused_with_both_numbers_and_changes_nothing()
    {
        account.SetLimit(5, 0);

        var refused = Assert.Throws<LimitBelowUse>(() => account.SetLimit(2, 3));

        Assert.Equal(("LIMIT_BELOW_USE", 2, 3), (refused.Code, refused.Limit, refused.Used));
        Assert.Equal(5, account.Limit);
    }

    [Fact]
    public void It_is_charged_as_one_item_in_licences_of_CloudLinux_OS() =>
        Assert.Equal(new Chargeable(1042, "account/IPR-1042-web", "CLOUDLINUX_OS", "CloudLinux OS", 7), account.Licences(7));

    [Fact]
    public void A_token_is_the_resellers_number_and_32_hexadecimal_digits_and_never_twice_the_same()
    {
        var tokens = Enumerable.Range(0, 1000).Select(_ => Key.NewToken(1042)).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(1000, tokens.Count);
        Assert.All(tokens, token => Assert.Matches(@"^1042-[0-9a-f]{32}\z", token));
    }
}
