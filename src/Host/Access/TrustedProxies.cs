using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace Cln.Host.Access;

/// <summary>
/// Whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed: <c>Network:TrustedProxies</c>, addresses and networks with commas
/// between them. Servers register by their address, so a header from anybody else is ignored.
/// </summary>
internal static class TrustedProxies
{
    private const string Setting = "Network:TrustedProxies";

    public static void UseTrustedProxies(this WebApplication app)
    {
        if (app.Configuration[Setting] is not { Length: > 0 } text) return;
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var entry in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPAddress.TryParse(entry, out var address)) options.KnownProxies.Add(address);
            else if (System.Net.IPNetwork.TryParse(entry, out var network)) options.KnownIPNetworks.Add(network);
            else throw WrongSetting.Value(Setting, entry, "addresses and networks with commas between them, such as \"10.0.0.5, 10.1.0.0/16\"");
        }

        app.UseForwardedHeaders(options);
    }
}
