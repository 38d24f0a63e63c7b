using System.Net;

namespace Cln.FakeProviders.Pages;

/// <summary>A plain page that works without scripts, with a keyboard and in a screen reader.</summary>
internal static class Html
{
    public static IResult Page(string title, string body, int status = StatusCodes.Status200OK) => Results.Content(
        $$"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>{{Text(title)}}</title>
          <style>
            body { font: 1rem/1.5 system-ui, sans-serif; max-width: 30rem; margin: 2rem auto; padding: 0 1rem; color: #1b1f24; background: #fff }
            label, legend { display: block; margin-top: 1rem; font-weight: 600 }
            input[type=text], select { width: 100%; box-sizing: border-box; padding: .5rem; font: inherit; border: 1px solid #57606a; border-radius: .25rem }
            button { margin: 1.5rem .5rem 0 0; padding: .6rem 1.2rem; font: inherit; border: 1px solid #0b5394; border-radius: .25rem; background: #0b5394; color: #fff }
            button.other { background: #fff; color: #0b5394 }
            :focus-visible { outline: 3px solid #b35900; outline-offset: 2px }
            .error { padding: .5rem 1rem; border-left: .3rem solid #b3261e; background: #fdecea }
            .note { color: #57606a }
          </style>
        </head>
        <body>
        <main>
        <h1>{{Text(title)}}</h1>
        {{body}}
        <p class="note">This page belongs to a program that plays Stripe and PayPal. No money moves.</p>
        </main>
        </body>
        </html>
        """,
        "text/html; charset=utf-8", statusCode: status);

    public static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");

    public static string Error(string? message) => message is null ? "" : $"""<p class="error" role="alert">{Text(message)}</p>""";

    /// <summary>A URL with more in its query.</summary>
    public static string With(string url, params (string Name, string? Value)[] query) =>
        url + (url.Contains('?', StringComparison.Ordinal) ? "&" : "?") + string.Join('&', query.Where(pair => pair.Value is not null).Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value!)}"));

    public static IResult Gone(string what) => Page("Nothing to see here", $"<p>{Text(what)}</p>", StatusCodes.Status404NotFound);

    /// <summary>Only links that lead to a web page are followed.</summary>
    public static bool IsWeb(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);
}
