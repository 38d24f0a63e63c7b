using System.Net;
using CsCheck;

namespace Cln.Tests;

public sealed class IpAddressTests
{
    private static readonly Gen<IPAddress> anyAddress = Gen.OneOf(
        Gen.Byte.Array[4].Select(bytes => new IPAddress(bytes)),
        Gen.Byte.Array[16].Select(bytes => new IPAddress(bytes)),
        Gen.OneOf(Gen.Const((byte)0), Gen.Const((byte)0), Gen.Const((byte)1), Gen.Const((byte)0xff)).Array[16].Select(bytes => new IPAddress(bytes)));

    [Theory]
    [InlineData("192.0.2.10", "192.0.2.10")]
    [InlineData("2001:DB8::10", "2001:db8::10")]
    [InlineData("2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1")]
    [InlineData("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1")]
    [InlineData("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1")]
    [InlineData("2001:0:0:1:0:0:0:1", "2001:0:0:1::1")]
    [InlineData("::", "::")]
    [InlineData("::ffff:192.0.2.10", "192.0.2.10")]
    [InlineData("::FFFF:C000:020A", "192.0.2.10")]
    public void An_address_has_one_form_however_it_is_written(string written, string normal) =>
        Assert.Equal(normal, IpAddress.Parse(written).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("3221225994")]
    [InlineData("1.1.1.1.1")]
    [InlineData("1.1.1")]
    [InlineData("1.1.1.256")]
    [InlineData("1.1.1.01")]
    [InlineData("0x7f.0.0.1")]
    [InlineData(" 1.1.1.1")]
    [InlineData("1.1.1.1\n")]
    [InlineData("1.1.1.1/32")]
    [InlineData("1.1.1.1:80")]
    [InlineData("[2001:db8::1]")]
    [InlineData("[2001:db8::1]:443")]
    [InlineData("2001:db8::1/128")]
    [InlineData("fe80::1%eth0")]
    [InlineData("2001:db8::1 ")]
    [InlineData("2001:db8:::1")]
    [InlineData("example.com")]
    [InlineData("١.١.١.١")]
    public void Anything_else_is_refused_with_a_code(string text) =>
        Assert.Equal("INVALID_IP_ADDRESS", Assert.Throws<InvalidScalar>(() => IpAddress.Parse(text)).Code);

    [Fact]
    public void The_normal_form_of_any_address_reads_back_as_itself() =>
        anyAddress.Sample(address =>
        {
            var ip = IpAddress.From(address);
            Assert.Equal(ip, IpAddress.Parse(ip.ToString()));
            Assert.Equal(ip, IpAddress.Parse(ip.ToString().ToUpperInvariant()));
        });

    [Fact]
    public void Sort_keys_have_the_order_of_the_addresses_as_numbers() =>
        Gen.Select(anyAddress, anyAddress).Sample((one, other) =>
        {
            var numbers = one.MapToIPv6().GetAddressBytes().AsSpan().SequenceCompareTo(other.MapToIPv6().GetAddressBytes());
            var keys = string.CompareOrdinal(IpAddress.From(one).SortKey, IpAddress.From(other).SortKey);
            Assert.Equal(Math.Sign(numbers), Math.Sign(keys));
        });

    [Fact]
    public void Sort_keys_put_nine_before_ten()
    {
        string[] sorted = ["9.255.255.255", "10.0.0.2", "10.0.0.10", "100.0.0.1"];
        Assert.Equal(sorted, sorted.Reverse().OrderBy(text => IpAddress.Parse(text).SortKey, StringComparer.Ordinal));
    }

    [Fact]
    public void A_zone_is_no_part_of_a_callers_address() =>
        Assert.Equal("fe80::1", IpAddress.From(new IPAddress(IPAddress.Parse("fe80::1").GetAddressBytes(), scopeid: 3)).ToString());

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.1.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.2.10")]
    [InlineData("192.168.1.1")]
    [InlineData("198.51.100.7")]
    [InlineData("203.0.113.7")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("fe80::1")]
    [InlineData("fc00::1")]
    [InlineData("ff02::1")]
    [InlineData("2001:db8::1")]
    public void Addresses_that_no_server_on_the_internet_has_are_special(string text) => Assert.True(IpAddress.Parse(text).IsSpecial);

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("172.32.0.1")]
    [InlineData("192.0.3.1")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450::1")]
    public void Public_addresses_are_not(string text) => Assert.False(IpAddress.Parse(text).IsSpecial);
}
