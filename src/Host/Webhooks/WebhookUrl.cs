using System.Net;

namespace Cln.Host.Webhooks;

/// <summary>What the URL of a webhook must be like. Whether its name leads where it may is seen anew at each connection.</summary>
internal static class WebhookUrl
{
    private const int FirstFreePort = 1024;

    /// <exception cref="InvalidInput">It can't be sent to.</exception>
    public static string Read(string text, WebhookSettings settings)
    {
        if (text.Length > Webhook.LongestUrl) throw Refused($"at most {Webhook.LongestUrl} characters.");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0 || text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
            throw Refused("a URL such as https://shop.example/hooks.");
        if (url.Scheme != Uri.UriSchemeHttps && !(settings.AllowHttp && url.Scheme == Uri.UriSchemeHttp)) throw Refused("it must begin with https://.");
        if (url.UserInfo.Length > 0) throw Refused("no user and no password in it: verify the signature instead.");
        if (url.Fragment.Length > 0) throw Refused("no fragment, which isn't sent.");
        if (!MayUsePort(url)) throw Refused($"the usual port, or one from {FirstFreePort} on.");
        if (IPAddress.TryParse(url.IdnHost.Trim('[', ']'), out var address) && !settings.Allows(address)) throw Refused("the address isn't allowed.");
        return url.AbsoluteUri.Length <= Webhook.LongestUrl ? url.AbsoluteUri : throw Refused($"at most {Webhook.LongestUrl} characters.");
    }

    private static bool MayUsePort(Uri url) => url.IsDefaultPort || url.Port >= FirstFreePort;

    private static InvalidInput Refused(string reason) => new("url", reason);
}
