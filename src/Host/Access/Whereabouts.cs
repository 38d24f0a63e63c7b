using System.Net;
using System.Net.Sockets;

namespace Cln.Host.Access;

/// <summary>Where a call comes from and with what, as far as it tells.</summary>
internal sealed class Whereabouts(Caller caller, IHttpContextAccessor http)
{
    private const int LongestUserAgent = 200;

    public string? Address => caller.Address is { } address ? IpAddress.From(address).ToString() : null;

    /// <summary>What is counted together: an IPv4 address, and of IPv6 the 64 bits that one customer has whole.</summary>
    public string Network => caller.Address switch
    {
        null => "nowhere",
        { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } wide => new IPAddress([.. wide.GetAddressBytes().Take(8), .. new byte[8]]).ToString(),
        var address => IpAddress.From(address).ToString(),
    };

    /// <summary>As it was sent, but for what no database and no page should have to show.</summary>
    public string? UserAgent
    {
        get
        {
            var sent = http.HttpContext?.Request.Headers.UserAgent.ToString() ?? "";
            var shown = string.Concat(sent.Where(letter => !char.IsControl(letter) && !char.IsSurrogate(letter)).Take(LongestUserAgent)).Trim();
            return shown.Length == 0 ? null : shown;
        }
    }
}
