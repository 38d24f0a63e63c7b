using System.Net;
using System.Security.Claims;
using Cln.Host.Access;
using Cln.Pages;

namespace Cln.Host.Web.Shell;

/// <summary>
/// Who looks at a page, as the browser's connection tells: kept in the server's memory for as long as the page is open, so that each question to the API is asked with
/// the session as it is then, and never sent to the browser.
/// </summary>
internal static class PageUser
{
    private const string Session = "cln:session";
    private const string Address = "cln:address";

    /// <summary>Gives the request its user, and sends whoever isn't signed in to where one can.</summary>
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (SessionCookie.Read(context.Request) is { Length: > 0 } secret)
            context.User = new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, Secret.Hash(secret)), new(Session, secret), new(Address, AddressOf(context))], "session"));
        else
            context.User = new(new ClaimsIdentity([new(Address, AddressOf(context))]));

        if (IsPrivatePage(context) && context.RequestServices.GetRequiredService<Caller>().IsAnonymous)
        {
            context.Response.Redirect($"/sign-in?then={Uri.EscapeDataString(context.Request.Path + context.Request.QueryString)}");
            return;
        }

        await next(context);
    }

    public static string? SecretOf(ClaimsPrincipal user) => user.FindFirstValue(Session);

    public static IPAddress? AddressOf(ClaimsPrincipal user) => IPAddress.TryParse(user.FindFirstValue(Address), out var address) ? address : null;

    /// <summary>Where to go after signing in: a page of ours, whatever the address says.</summary>
    public static string Then(string? then) => then is ['/', not '/' and not '\\', ..] && !then.Any(char.IsControl) ? then : "/dashboard";

    private static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";

    private static bool IsPrivatePage(HttpContext context) =>
        context.GetEndpoint() is { } endpoint
        && endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Components.Endpoints.ComponentTypeMetadata>() is not null
        && endpoint.Metadata.GetMetadata<PublicPageAttribute>() is null;
}
