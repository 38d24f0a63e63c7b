using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace Cln.Host.Web.Shell;

/// <summary>
/// The colours and fonts, as a style sheet of variables in both light and dark: the browser has both before it draws, so that nothing flashes, and no page needs a style of its own in the markup.
/// </summary>
internal sealed class ThemeCss(Branding branding, IServiceScopeFactory scopes, ILoggerFactory logs)
{
    private const string Fonts = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif";

    private readonly Lazy<Task<string>> text = new(() => new ThemeText(branding, scopes, logs).WriteAsync());

    /// <summary>Where it is; the address changes with what is in it.</summary>
    public string Path { get; } = $"/theme.css?v={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(branding.Color + branding.DarkColor)))[..8]}";

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/theme.css", async (HttpContext context) =>
    {
        context.Response.Headers.CacheControl = context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "no-cache";
        return Results.Text(await text.Value, "text/css");
    });

    private sealed class ThemeText(Branding branding, IServiceScopeFactory scopes, ILoggerFactory logs)
    {
        public async Task<string> WriteAsync()
        {
            var light = await VariablesAsync(isDark: false);
            var dark = await VariablesAsync(isDark: true);
            return $$"""
                :root { color-scheme: light; {{light}} }
                :root[data-theme="dark"] { color-scheme: dark; {{dark}} }
                @media (prefers-color-scheme: dark) { :root[data-theme="system"] { color-scheme: dark; {{dark}} } }
                """;
        }

        /// <summary>What MudBlazor's own theme provider would write into each page.</summary>
        private async Task<string> VariablesAsync(bool isDark)
        {
            await using var scope = scopes.CreateAsyncScope();
            await using var renderer = new HtmlRenderer(scope.ServiceProvider, logs);
            var html = await renderer.Dispatcher.InvokeAsync(async () =>
            {
                var provider = await renderer.RenderComponentAsync<MudThemeProvider>(ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    [nameof(MudThemeProvider.Theme)] = Theme(),
                    [nameof(MudThemeProvider.IsDarkMode)] = isDark,
                    [nameof(MudThemeProvider.ObserveSystemDarkModeChange)] = false,
                }));
                return provider.ToHtmlString();
            });
            var from = html.IndexOf(":root", StringComparison.Ordinal);
            from = html.IndexOf('{', from) + 1;
            return System.Net.WebUtility.HtmlDecode(html[from..html.IndexOf('}', from)]).Replace("\n", " ", StringComparison.Ordinal);
        }

        private MudTheme Theme() => new()
        {
            PaletteLight = new PaletteLight
            {
                Primary = branding.Color,
                Secondary = "#0f766e",
                Info = "#1b5fc1",
                Success = "#157347",
                Warning = "#8a5a00",
                Error = "#b3261e",
                Background = "#f5f7fa",
                Surface = "#ffffff",
                AppbarBackground = "#ffffff",
                AppbarText = "#1c2733",
                DrawerBackground = "#ffffff",
                DrawerText = "#1c2733",
                DrawerIcon = "#51606f",
                TextPrimary = "#1c2733",
                TextSecondary = "#51606f",
                TextDisabled = "#6b7886",
                ActionDefault = "#51606f",
                LinesDefault = "#dde3ea",
                LinesInputs = "#8a96a3",
                TableLines = "#e8ecf1",
                Divider = "#dde3ea",
                TableHover = "#f0f4f9",
                BackgroundGray = "#eef2f6",
                OverlayDark = "rgba(15,23,33,.45)",
            },
            PaletteDark = new PaletteDark
            {
                Primary = branding.DarkColor,
                PrimaryContrastText = "#0d1620",
                Secondary = "#5eead4",
                Info = "#7db1f5",
                Success = "#6fd39a",
                Warning = "#f0c062",
                Error = "#ff9b93",
                ErrorContrastText = "#2a0b09",
                Background = "#10161d",
                Surface = "#18212b",
                AppbarBackground = "#18212b",
                AppbarText = "#e6ebf0",
                DrawerBackground = "#18212b",
                DrawerText = "#e6ebf0",
                DrawerIcon = "#a3b0bd",
                TextPrimary = "#e6ebf0",
                TextSecondary = "#a3b0bd",
                TextDisabled = "#8794a1",
                ActionDefault = "#a3b0bd",
                LinesDefault = "#2b3743",
                LinesInputs = "#657381",
                TableLines = "#26313c",
                Divider = "#2b3743",
                TableHover = "#1e2934",
                BackgroundGray = "#141c24",
                OverlayDark = "rgba(0,0,0,.6)",
            },
            Typography = new Typography { Default = new DefaultTypography { FontFamily = [Fonts], FontSize = "0.9375rem", LineHeight = "1.5", LetterSpacing = "normal" } },
            LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px" },
        };
    }
}
