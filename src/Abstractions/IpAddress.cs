using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Cln;

/// <summary>An IPv4 or IPv6 address in its one normal form: IPv6 as RFC 5952 writes it, IPv4-mapped addresses as IPv4, no zone, no port, no prefix length.</summary>
public readonly record struct IpAddress
{
    private readonly string? text;

    private IpAddress(string text) => this.text = text;

    /// <summary>32 hexadecimal digits that sort as the addresses do, IPv4 among ::ffff:0:0/96.</summary>
    public string SortKey => Convert.ToHexStringLower(Parsed.MapToIPv6().GetAddressBytes());

    private IPAddress Parsed => IPAddress.Parse(ToString());

    public static IpAddress Parse(string text) =>
        TryParse(text, out var address)
            ? address
            : throw new InvalidScalar("INVALID_IP_ADDRESS", "An IP address is an IPv4 address such as \"192.0.2.10\", or an IPv6 address such as \"2001:db8::10\", alone.");

    public static bool TryParse(string text, out IpAddress address)
    {
        address = default;
        if (text.Length is < 2 or > 45 || !IPAddress.TryParse(text, out var parsed) || text.AsSpan().ContainsAny("%[]/")) return false;

        // .NET also reads "1", "1.2" and "0x7f.1" as IPv4; people who write those mean something else.
        var dotted = text.Split('.');
        if (parsed.AddressFamily == AddressFamily.InterNetwork &&
            (dotted.Length != 4 || !dotted.All(part => byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && part == number.ToString(CultureInfo.InvariantCulture))))
            return false;

        address = From(parsed);
        return true;
    }

    public static IpAddress From(IPAddress address) =>
        new((address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : new IPAddress(address.GetAddressBytes())).ToString());

    /// <summary>True for addresses that no server on the public internet has: private, loopback, link-local, multicast, documentation and other special ranges (RFC 6890).</summary>
    public bool IsSpecial
    {
        get
        {
            var address = Parsed;
            return special.Any(network => network.Contains(address)) ||
                (address.AddressFamily == AddressFamily.InterNetworkV6 && !IPNetwork.Parse("2000::/3").Contains(address));
        }
    }

    public override string ToString() => text ?? "0.0.0.0";

    private static readonly IPNetwork[] special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];
}
