using System.Net;

namespace Cln.Host.Access;

/// <summary>The networks from which an API token may be used.</summary>
internal static class AllowedAddresses
{
    private const int Most = 20;

    /// <summary>What callers send in, each in its one normal form: a network, or an address for itself alone. IPv4-mapped ones become IPv4.</summary>
    /// <exception cref="InvalidInput">One of them is no network, or there are too many.</exception>
    public static string Read(IReadOnlyList<string> texts)
    {
        if (texts.Count > Most) throw new InvalidInput("allowedAddresses", $"at most {Most} networks; there are {texts.Count}.");
        return string.Join(' ', texts.Select(Read).Distinct(StringComparer.Ordinal));
    }

    /// <summary>Whether somebody at this address may use a token with such a list. An empty list is for everybody.</summary>
    public static bool Allow(string list, IPAddress? caller)
    {
        if (list.Length == 0) return true;
        if (caller is null) return false;
        var address = IPAddress.Parse(IpAddress.From(caller).ToString());
        return list.Split(' ').Any(network => IPNetwork.Parse(network).Contains(address));
    }

    private static string Read(string text)
    {
        var parts = text.Trim().Split('/');
        if (parts.Length > 2 || !IpAddress.TryParse(parts[0], out var address)) throw NoNetwork(text);
        var parsed = IPAddress.Parse(address.ToString());
        var bits = parsed.GetAddressBytes().Length * 8;
        if (parts.Length == 1) return $"{address}/{bits}";

        // The prefix of an IPv4-mapped address counts 96 bits that are gone now.
        if (!byte.TryParse(parts[1], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var length)) throw NoNetwork(text);
        var prefix = length - (bits == 32 && parts[0].Contains(':', StringComparison.Ordinal) ? 96 : 0);
        if (prefix < 0 || prefix > bits) throw NoNetwork(text);
        var network = Masked(parsed, prefix);
        return network.Equals(parsed)
            ? $"{address}/{prefix}"
            : throw new InvalidInput("allowedAddresses", $"\"{text}\" has bits behind its prefix. Do you mean {network}/{prefix}?");
    }

    private static IPAddress Masked(IPAddress address, int prefix)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++) bytes[i] &= (byte)(0xFF00 >> Math.Clamp(prefix - (i * 8), 0, 8));
        return new(bytes);
    }

    private static InvalidInput NoNetwork(string text) =>
        new("allowedAddresses", $"\"{text}\" is no network. It takes CIDRs such as \"203.0.113.0/24\" and \"2001:db8::/32\", and single addresses.");
}

/// <summary>The API token may not be used from the address that the call came from.</summary>
internal sealed class TokenAddressNotAllowed(string address)
    : DomainError("TOKEN_ADDRESS_NOT_ALLOWED", $"This API token may not be used from {address}.");
