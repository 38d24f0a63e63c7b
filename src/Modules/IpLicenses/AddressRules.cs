using Microsoft.Extensions.Configuration;

namespace Cln.IpLicenses;

/// <summary>Which addresses can be licensed. <c>IpLicenses:RefuseSpecialAddresses</c> is true in production where it isn't set, and else false.</summary>
internal sealed class AddressRules(bool refuseSpecial)
{
    private const string Setting = "IpLicenses:RefuseSpecialAddresses";

    /// <summary>What is set; null where nothing is.</summary>
    public static bool? Read(IConfiguration configuration) => configuration[Setting] switch
    {
        null or "" => null,
        var text => bool.TryParse(text, out var refuse) ? refuse : throw new InvalidOperationException($"The setting {Setting} is \"{text}\". It takes true or false."),
    };

    public bool Accepts(IpAddress ip) => !refuseSpecial || !ip.IsSpecial;

    /// <exception cref="IpNotPublic">No server on the internet has this address.</exception>
    public void Check(IpAddress ip)
    {
        if (!Accepts(ip)) throw new IpNotPublic(ip);
    }
}

/// <summary>The address is of a range that isn't used on the public internet.</summary>
internal sealed class IpNotPublic(IpAddress ip)
    : DomainError("IP_NOT_PUBLIC", $"{ip} is a private, loopback, documentation or other special address, which no server on the internet has. Send the server's public address.");
