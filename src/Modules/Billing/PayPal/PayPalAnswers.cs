using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Cln.Contracts;

namespace Cln.Billing;

/// <summary>What PayPal's answers mean, as far as HTTP tells.</summary>
internal static class PayPalAnswers
{
    /// <exception cref="PayPalRefusal">This request had no effect, and never will.</exception>
    /// <exception cref="GatewayRejectsUs">Our credentials aren't good for it.</exception>
    /// <exception cref="GatewayBusy">Not now.</exception>
    /// <exception cref="PayPalUnclear">Anything else: it may have had its effect.</exception>
    public static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, TimeProvider clock, CancellationToken cancellation)
        where T : class
    {
        var body = await response.Content.ReadAsByteArrayAsync(cancellation);
        var status = (int)response.StatusCode;
        if (response.IsSuccessStatusCode) return Parse(body, type) ?? throw new PayPalUnclear($"PayPal's answer ({status}) to {Path(response)} isn't what was asked for.", status);

        var error = Parse(body, PayPalWire.Default.WireError);
        throw status switch
        {
            401 or 403 => new GatewayRejectsUs($"PayPal doesn't let us do {Path(response)} ({status} {Name(error)})."),
            429 => new GatewayBusy("PayPal asks for a pause.", Pause(response, clock)),
            409 or >= 500 or < 400 => new PayPalUnclear($"PayPal answered {status} {Name(error)} to {Path(response)}.", status),
            _ when error?.Name is null && error?.Error is null => new PayPalUnclear($"Something answered {status} to {Path(response)}, and it doesn't look like PayPal.", status),
            _ => Refusal(status, error),
        };
    }

    private static T? Parse<T>(byte[] body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static PayPalRefusal Refusal(int status, WireError error)
    {
        var detail = error.Details is [var first, ..] ? first : null;
        var name = Name(error);
        return new(status, name, detail?.Issue ?? name, detail?.Description ?? error.Message ?? error.ErrorDescription ?? "PayPal doesn't say why.")
        {
            PayerPage = error.Links.Find("redirect") ?? error.Links.Find("payer-action"),
        };
    }

    private static string Name(WireError? error) => error?.Name ?? error?.Error ?? "without a name";

    private static TimeSpan? Pause(HttpResponseMessage response, TimeProvider clock)
    {
        var after = response.Headers.RetryAfter;
        var pause = after?.Delta ?? after?.Date - clock.GetUtcNow();
        return pause > TimeSpan.Zero ? pause : null;
    }

    private static string Path(HttpResponseMessage response) => $"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri?.AbsolutePath}";

    /// <summary>Where a link leads; null when there is none of that name.</summary>
    public static string? Find(this IReadOnlyList<WireLink>? links, string name) => links?.FirstOrDefault(link => link.Rel == name)?.Href;
}
