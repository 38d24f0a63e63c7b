using System.Text;

namespace Cln.FakeProviders.Faults;

/// <summary>Lets a request go wrong where a fault says so: before it has an effect, in its effect (the surfaces see to that), or afterwards in its answer.</summary>
internal sealed class FaultGate(RequestDelegate next, FaultList faults)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (!IsApi(http.Request.Path) || Find(http.Request) is not { } fault)
        {
            await next(http);
            return;
        }

        http.Items[typeof(Fault)] = fault;
        if (Refusals.Of(fault, http.Request) is { } refusal)
        {
            await refusal.WriteAsync(http);
            return;
        }

        switch (fault.Kind)
        {
            case "before-reset":
                Connection.Reset(http);
                return;
            case "delay":
                await Task.Delay(TimeSpan.FromSeconds(fault.Seconds()), http.RequestAborted);
                await next(http);
                return;
            default:
                await AnswerAsync(http, fault);
                return;
        }
    }

    /// <summary>The fault that struck this request.</summary>
    public static Fault? Of(HttpContext http) => http.Items[typeof(Fault)] as Fault;

    private static bool IsApi(PathString path) => path.Value?.Split('/') is [_, "v1" or "v2" or "v3", ..];

    private Fault? Find(HttpRequest request)
    {
        if (request.Headers["X-Fake-Fault"].ToString() is { Length: > 0 } asked)
        {
            var parts = asked.Split(':', 2);
            return new($"* {request.Path}", parts[0], parts.ElementAtOrDefault(1));
        }

        return faults.OfRequest($"{request.Method} {request.Path}");
    }

    private async Task AnswerAsync(HttpContext http, Fault fault)
    {
        var connection = http.Response.Body;
        using var answer = new MemoryStream();
        http.Response.Body = answer;
        try
        {
            await next(http);
        }
        finally
        {
            http.Response.Body = connection;
        }

        var body = answer.ToArray();
        switch (fault.Kind)
        {
            case "after-reset":
                Connection.Reset(http);
                return;
            case "after-hang":
                await Task.Delay(TimeSpan.FromSeconds(fault.Seconds(otherwise: 120)), http.RequestAborted);
                break;
            case "after-500":
                http.Response.StatusCode = StatusCodes.Status500InternalServerError;
                body = Encoding.UTF8.GetBytes(Refusals.InternalError(http.Request));
                break;
            case "drip":
                await DripAsync(http, body, fault.Number(otherwise: 1));
                return;
            case "garbage":
                body = Garbage.Of(fault.Arg, http.Response, body);
                break;
            case "wrong-amount" or "wrong-currency" or "wrong-id" or "livemode-flip":
                body = Lies.Tell(fault, body);
                break;
        }

        http.Response.ContentLength = body.Length;
        if (body.Length > 0) await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    private static async Task DripAsync(HttpContext http, byte[] body, int rate)
    {
        http.Response.ContentLength = body.Length;
        for (var at = 0; at < body.Length; at += rate)
        {
            await http.Response.Body.WriteAsync(body.AsMemory(at, Math.Min(rate, body.Length - at)), http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await Task.Delay(TimeSpan.FromSeconds(1), http.RequestAborted);
        }
    }
}
