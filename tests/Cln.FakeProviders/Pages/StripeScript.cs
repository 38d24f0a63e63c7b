using Cln.FakeProviders.Stripe;

namespace Cln.FakeProviders.Pages;

/// <summary>
/// <c>/stripe.js</c> stands for Stripe.js, as far as the console uses it. Where Stripe's own takes the card inside the page and asks its holder in a frame,
/// this leads to the played pages, which lead back to the same address that Stripe would lead to.
/// </summary>
internal static class StripeScript
{
    public static void Map(WebApplication app) => app.MapGet("/stripe.js", (HttpContext http, StripeEndpoint endpoint) =>
    {
        http.Response.Headers.CacheControl = "no-store";
        return Results.Text(Text.Replace("{base}", endpoint.PublicUrl(http).TrimEnd('/'), StringComparison.Ordinal), "text/javascript");
    });

    private const string Text =
        """
        // Stripe.js, played. No card is entered here, and no money moves.
        window.Stripe = key => {
          if (!/^pk_(test|live)_/.test(key ?? "")) throw new Error(`Stripe: not a publishable key: ${key}`);
          const lead = (secret, back) => {
            location.assign(`{base}/card?client_secret=${encodeURIComponent(secret)}&return_url=${encodeURIComponent(back)}`);
            return new Promise(() => {});
          };
          return {
            elements({ clientSecret }) {
              if (!/_secret_/.test(clientSecret ?? "")) throw new Error("Stripe: elements need a client secret");
              const listeners = {};
              let place = null;
              const element = {
                on(event, listener) { listeners[event] = listener; return element; },
                mount(target) {
                  place = typeof target === "string" ? document.querySelector(target) : target;
                  const note = document.createElement("p");
                  note.textContent = "Stripe is played here: the card is entered on the next page.";
                  place.replaceChildren(note);
                  setTimeout(() => { listeners.ready?.({ elementType: "payment" }); listeners.change?.({ complete: true }); });
                },
                unmount() { place?.replaceChildren(); place = null; },
                destroy() { element.unmount(); },
              };
              return {
                clientSecret,
                create(kind) { if (kind !== "payment") throw new Error(`Stripe: no element ${kind} is played`); return element; },
                submit: async () => place ? {} : { error: { message: "The form isn't mounted." } },
                isMounted: () => !!place,
              };
            },
            async confirmSetup({ elements, confirmParams }) {
              return elements.isMounted() ? lead(elements.clientSecret, confirmParams.return_url) : { error: { message: "The form isn't mounted." } };
            },
            async handleNextAction({ clientSecret }) {
              return clientSecret ? lead(clientSecret, location.href.split("#")[0]) : { error: { message: "There is nothing to be confirmed." } };
            },
          };
        };
        """;
}
