using System.Globalization;
using System.Net;

namespace Cln.Host.Webhooks;

/// <summary>Where webhooks may be sent.</summary>
/// <param name="AllowHttp"><c>Webhooks:AllowHttp</c>: <c>http://</c> too, in development.</param>
/// <param name="AllowedNetworks"><c>Webhooks:AllowedNetworks</c>: private addresses that may be reached all the same, such as those of a test's receiver.</param>
internal sealed record WebhookSettings(bool AllowHttp, IReadOnlyList<IPNetwork> AllowedNetworks)
{
    private const string Http = "Webhooks:AllowHttp";
    private const string Networks = "Webhooks:AllowedNetworks";

    /// <summary>Addresses of the public internet that lead into the machine room of whoever runs this host: Azure's own services.</summary>
    private static readonly IPNetwork[] insides = [IPNetwork.Parse("168.63.129.16/32")];

    /// <exception cref="WrongSetting">One of them has the wrong form, or isn't for production.</exception>
    public static WebhookSettings Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var http = configuration[Http] is { Length: > 0 } text && (bool.TryParse(text, out var on) ? on : throw WrongSetting.Value(Http, text, "true or false"));
        if (http && environment.IsProduction()) throw WrongSetting.Value(Http, "true", "false in production, where webhooks go over https alone");
        return new(http, [.. (configuration[Networks] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Network)]);
    }

    /// <summary>Whether something may be sent to this address: one of the public internet, or of a network that is allowed by name.</summary>
    public bool Allows(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : new IPAddress(address.GetAddressBytes());
        if (AllowedNetworks.Any(network => network.Contains(plain))) return true;
        return !IpAddress.From(plain).IsSpecial && !insides.Any(network => network.Contains(plain));
    }

    private static IPNetwork Network(string text) =>
        IPNetwork.TryParse(text, out var network)
            ? network
            : throw WrongSetting.Value(Networks, text, string.Create(CultureInfo.InvariantCulture, $"networks with commas between them, such as \"127.0.0.0/8, ::1/128\""));
}
