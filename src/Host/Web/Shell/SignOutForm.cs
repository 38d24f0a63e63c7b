using Cln.Host.Access;
using Microsoft.AspNetCore.Antiforgery;

namespace Cln.Host.Web.Shell;

/// <summary>Where the shell's button signs out: a plain form, since a page that is alive can't take a cookie away.</summary>
internal static class SignOutForm
{
    public static void MapSignOut(this IEndpointRouteBuilder routes) => routes.MapPost("/sign-out", async (HttpContext context, IAntiforgery antiforgery, SessionCookie cookie, Graph.GraphExecutor executor) =>
    {
        if (!await antiforgery.IsRequestValidAsync(context)) return Results.Redirect("/dashboard");
        await executor.ExecuteAsync(new("mutation SignOut { signOut { viewer { login } } }", OperationName: null, Variables: null, Extensions: null), context.RequestServices, context.RequestAborted);
        cookie.Clear();
        context.Response.Headers["Clear-Site-Data"] = "\"storage\"";
        return Results.Redirect("/sign-in");
    }).DisableAntiforgery();
}
