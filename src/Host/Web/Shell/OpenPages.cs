using Cln.Host.Access;

namespace Cln.Host.Web.Shell;

/// <summary>Counts the pages that are open on this host, by their connections, and refuses those that are too many: pages that nobody has signed in for are anybody's to open.</summary>
internal sealed class OpenPages(PageLimits limits)
{
    private readonly Places places = new();

    /// <summary>Lets a page's connection in for as long as it lasts. A connection that can't be counted so, by long polling, isn't offered.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!IsConnection(context.Request.Path))
        {
            await next(context);
            return;
        }

        if (!context.WebSockets.IsWebSocketRequest)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "A page is connected by a WebSocket.");
            return;
        }

        var caller = context.RequestServices.GetRequiredService<Caller>();
        using var own = caller.IsAnonymous ? places.Enter($"from {Network.Of(context.Connection.RemoteIpAddress)}", limits.PerNetwork) : places.Enter(caller.Principal, limits.PerPerson);
        using var among = caller.IsAnonymous ? places.Enter("strangers", limits.OfStrangers) : own;
        if (own is null || among is null) await RefuseAsync(context, StatusCodes.Status429TooManyRequests, "Too many pages are open. Close some, and load this one again.");
        else await next(context);
    }

    /// <summary>With a slash at its end it is the same endpoint.</summary>
    private static bool IsConnection(PathString path) => path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase, out var rest) && rest.Value!.Trim('/').Length == 0;

    private static Task RefuseAsync(HttpContext context, int status, string why)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(why);
    }
}
