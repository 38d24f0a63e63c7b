using System.Collections.Concurrent;

namespace Cln.FakeProviders.Faults;

/// <summary>The idempotency keys whose first request is still running: a delayed or hanging one holds its key until it is answered.</summary>
internal sealed class KeysInUse
{
    private readonly ConcurrentDictionary<string, bool> keys = new(StringComparer.Ordinal);

    public bool TryTake(string key) => keys.TryAdd(key, value: true);

    public void Give(string key) => keys.TryRemove(key, out _);
}

/// <summary>Refuses the second of two requests that run at once with one key.</summary>
internal sealed class KeysInUseGate(RequestDelegate next, KeysInUse inUse)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (KeyOf(http.Request) is not { } key)
        {
            await next(http);
            return;
        }

        if (!inUse.TryTake(key))
        {
            await Refusals.InUse(http.Request).WriteAsync(http);
            return;
        }

        try
        {
            await next(http);
        }
        finally
        {
            inUse.Give(key);
        }
    }

    private static string? KeyOf(HttpRequest request)
    {
        if (!HttpMethods.IsPost(request.Method)) return null;
        if (request.Headers["Idempotency-Key"].ToString() is { Length: > 0 } stripe) return $"stripe {stripe}";
        return request.Headers["PayPal-Request-Id"].ToString() is { Length: > 0 } paypal ? $"paypal {request.Path} {paypal}" : null;
    }
}
