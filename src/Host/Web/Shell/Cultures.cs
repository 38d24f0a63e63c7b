using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace Cln.Host.Web.Shell;

/// <summary>The languages of the pages. The API itself speaks English alone.</summary>
internal static class Cultures
{
    /// <summary>The first is the one that the pages are written in.</summary>
    public static IReadOnlyList<CultureInfo> All { get; } = [CultureInfo.GetCultureInfo("en"), CultureInfo.GetCultureInfo("de")];

    public static RequestLocalizationOptions Options { get; } = new()
    {
        DefaultRequestCulture = new(All[0]),
        SupportedCultures = [.. All, CultureInfo.GetCultureInfo("en-US"), CultureInfo.GetCultureInfo("en-GB"), CultureInfo.GetCultureInfo("de-DE"), CultureInfo.GetCultureInfo("de-AT"), CultureInfo.GetCultureInfo("de-CH")],
        SupportedUICultures = [.. All],
        RequestCultureProviders = [new CookieRequestCultureProvider(), new AcceptLanguageHeaderRequestCultureProvider()],
    };

    /// <summary>Keeps the reader's choice and goes back to the page.</summary>
    public static void MapLanguage(this IEndpointRouteBuilder routes) => routes.MapGet("/language/{name}", (string name, string? then, HttpContext context) =>
    {
        if (All.FirstOrDefault(culture => culture.Name == name) is { } culture)
        {
            context.Response.Cookies.Append(
                CookieRequestCultureProvider.DefaultCookieName,
                CookieRequestCultureProvider.MakeCookieValue(new(culture)),
                new() { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, IsEssential = true });
        }

        return Results.Redirect(then is "/" ? "/" : PageUser.Then(then));
    });
}
