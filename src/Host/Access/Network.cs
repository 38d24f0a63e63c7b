using System.Net;
using System.Net.Sockets;

namespace Cln.Host.Access;

/// <summary>Which addresses are counted together.</summary>
internal static class Network
{
    /// <summary>An IPv4 address, and of IPv6 the 64 bits that one customer has whole.</summary>
    public static string Of(IPAddress? address) => address switch
    {
        null => "nowhere",
        { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } wide => new IPAddress([.. wide.GetAddressBytes().Take(8), .. new byte[8]]).ToString(),
        _ => IpAddress.From(address).ToString(),
    };
}
