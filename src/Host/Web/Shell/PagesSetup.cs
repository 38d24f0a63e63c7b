using Cln.Pages;
using Microsoft.AspNetCore.Components.Endpoints;
using MudBlazor;
using MudBlazor.Services;

namespace Cln.Host.Web.Shell;

/// <summary>Adds the web console: its shell, the host's pages and the modules'.</summary>
internal static class PagesSetup
{
    /// <summary>By its own name the host finds the files of its pages in whatever program it runs; published, they are beside it, whatever folder it was started in.</summary>
    public static WebApplicationOptions Options(string[] args)
    {
        var published = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        return new() { Args = args, ApplicationName = typeof(PagesSetup).Assembly.GetName().Name, WebRootPath = Directory.Exists(published) ? published : null };
    }

    public static void AddPages(this IServiceCollection services, IConfiguration configuration, IWebHostEnvironment environment)
    {
        services.AddLocalization();
        services.AddRazorComponents().AddInteractiveServerComponents(options =>
        {
            options.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(5);
            options.DetailedErrors = environment.IsDevelopment();
        });
        services.AddAntiforgery(options =>
        {
            // Browsers take the prefix over HTTPS alone, which a developer's machine doesn't have.
            options.Cookie.Name = environment.IsProduction() ? "__Host-cln_form" : "cln_form";
            options.Cookie.SecurePolicy = environment.IsProduction() ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            options.Cookie.Path = "/";
        });
        services.AddMudServices();
        services.AddSingleton(Branding.Read(configuration)).AddSingleton<ThemeCss>().AddSingleton<Menu>().AddSingleton<PagePolicy>();
        services.AddSingleton(PageLimits.Read(configuration)).AddSingleton<OpenPages>();
        services.AddSingleton<Pages.SignInTicket>();
        services.AddScoped<SessionWatch>().AddScoped<IApi, PageApi>().AddScoped<ISnackbar, Notes>();
    }

    public static void UsePages(this WebApplication app)
    {
        app.UseWhen(WantsPage, pages => pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true));
        app.UseRouting();
        app.UseWhen(IsOfPages, pages =>
        {
            pages.UseRequestLocalization(Cultures.Options);
            pages.Use(PageUser.InvokeAsync);
            pages.UseWebSockets();
            pages.Use(app.Services.GetRequiredService<OpenPages>().InvokeAsync);
            pages.Use(app.Services.GetRequiredService<PagePolicy>().InvokeAsync);
        });
        app.UseAntiforgery();
    }

    public static void MapPages(this WebApplication app, Modules modules)
    {
        app.MapStaticAssets();
        app.Services.GetRequiredService<ThemeCss>().Map(app);
        app.MapLanguage();
        app.MapSignOut();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null)
            .AddAdditionalAssemblies([.. modules.PageAssemblies]);
    }

    /// <summary>A person follows a link, and not a program an address.</summary>
    private static bool WantsPage(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) && context.Request.Headers["Sec-Fetch-Dest"] == "document" && !context.Request.Path.StartsWithSegments("/graphql", StringComparison.OrdinalIgnoreCase);

    private static bool IsOfPages(HttpContext context) => context.Request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase) || context.Request.Path == "/sign-out" || context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;
}
