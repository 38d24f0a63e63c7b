using System.Net;

namespace Cln.FakeProviders.Pages;

/// <summary>A plain page that works without scripts, with a keyboard and in a screen reader.</summary>
internal static class Html
{
    /// <param name="title">What the page is for; its heading.</param>
    /// <param name="body">Below it.</param>
    /// <param name="played">Who is played: "Stripe", "PayPal".</param>
    /// <param name="failed">Something on it has to be done again: the title says so first, as a screen reader reads it first.</param>
    /// <param name="status">HTTP's.</param>
    public static IResult Page(string title, string body, string played, bool failed = false, int status = StatusCodes.Status200OK) => Results.Content(
        $$"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <link rel="icon" href="data:,">
          <title>{{(failed ? "Error: " : "")}}{{Text(title)}} – {{played}}, played</title>
          <style>
            body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; color: #1b1f24; background: #f3f4f6 }
            .played { padding: .5rem 1rem; background: #1b1f24; color: #fff; text-align: center }
            main { max-width: 34rem; margin: 1.5rem auto; padding: .5rem 1.5rem 1.5rem; background: #fff; border: 1px solid #d0d7de; border-radius: .5rem }
            h1 { margin: 1rem 0 .5rem; font-size: 1.5rem }
            dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 1rem 0; padding: .75rem 1rem; background: #f3f4f6; border-radius: .25rem }
            dt { color: #57606a }
            dd { margin: 0; font-weight: 600; overflow-wrap: anywhere }
            fieldset { margin: 1rem 0; padding: .25rem 1rem .75rem; border: 1px solid #8c959f; border-radius: .25rem }
            legend { padding: 0 .25rem; font-weight: 600 }
            fieldset label { display: block; padding: .2rem 0 .2rem 1.75rem; text-indent: -1.75rem }
            .what { margin: 1rem 0 .25rem; display: block; font-weight: 600 }
            code { font: 1em ui-monospace, monospace; white-space: nowrap }
            input[type=text] { width: 100%; box-sizing: border-box; padding: .5rem; font: inherit; border: 1px solid #57606a; border-radius: .25rem }
            input[aria-invalid=true] { border: 2px solid #b3261e }
            button { margin: 1rem .5rem 0 0; padding: .6rem 1.2rem; font: inherit; border: 1px solid #0b5394; border-radius: .25rem; background: #0b5394; color: #fff; cursor: pointer }
            button.other { background: #fff; color: #0b5394 }
            :focus-visible { outline: 3px solid #b35900; outline-offset: 2px }
            .error { padding: .5rem 1rem; border-left: .3rem solid #b3261e; background: #fdecea }
            .note { margin: .25rem 0; color: #57606a }
          </style>
        </head>
        <body>
        <div class="played" role="note">{{played}}, played by a program. No money moves here.</div>
        <main>
        <h1>{{Text(title)}}</h1>
        {{body}}
        </main>
        </body>
        </html>
        """,
        "text/html; charset=utf-8", statusCode: status);

    public static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");

    public static string Error(string? message) => message is null ? "" : $"""<p class="error" id="error" role="alert">{Text(message)}</p>""";

    /// <summary>What is to be decided, line by line; a line without a value is left out.</summary>
    public static string Facts(params (string Name, string? Value)[] facts) =>
        $"<dl>{string.Concat(facts.Where(fact => !string.IsNullOrEmpty(fact.Value)).Select(fact => $"<dt>{Text(fact.Name)}</dt><dd>{Text(fact.Value)}</dd>"))}</dl>";

    /// <summary>One of several, the first where nothing was chosen.</summary>
    public static string Choice(string legend, string name, string? chosen, params (string Value, string Html)[] options) =>
        $"<fieldset><legend>{Text(legend)}</legend>{string.Concat(options.Select((option, place) => $"""<label><input type="radio" name="{name}" value="{Text(option.Value)}"{((chosen is null ? place == 0 : option.Value == chosen) ? " checked" : "")}> {option.Html}</label>"""))}</fieldset>";

    /// <summary>A URL with more in its query.</summary>
    public static string With(string url, params (string Name, string? Value)[] query) =>
        url + (url.Contains('?', StringComparison.Ordinal) ? "&" : "?") + string.Join('&', query.Where(pair => pair.Value is not null).Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value!)}"));

    /// <summary>The shop, as far as the page knows it: where it leads back to.</summary>
    public static string? Shop(string? url) => IsWeb(url) ? new Uri(url!).Authority : null;

    public static IResult Gone(string what, string played) => Page("Nothing to see here", $"<p>{Text(what)} Go back to the shop to begin again.</p>", played, status: StatusCodes.Status404NotFound);

    public static IResult Done(string title, string what, string played) => Page(title, $"<p>{Text(what)} You may close this page and go back to the shop.</p>", played);

    /// <summary>Only links that lead to a web page are followed.</summary>
    public static bool IsWeb(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);
}
