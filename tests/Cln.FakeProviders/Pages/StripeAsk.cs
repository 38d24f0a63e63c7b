using Cln.FakeProviders.Keeping;
using Cln.FakeProviders.Stripe;

namespace Cln.FakeProviders.Pages;

/// <summary>What a payer is asked for by Stripe: to pay, or to let a card be kept.</summary>
/// <param name="Secret">The client secret that opens it.</param>
/// <param name="Status">As its intent has it.</param>
/// <param name="What">What is paid or kept.</param>
/// <param name="Amount">"20.00 USD"; null when a card is kept.</param>
/// <param name="Method">The card that was chosen, if one was.</param>
/// <param name="ReturnUrl">Where the page leads back to.</param>
internal sealed record StripeAsk(string Secret, string Status, string What, string? Amount, StripeMethod? Method, string? ReturnUrl)
{
    public string Id => Secret.Split("_secret_")[0];

    public bool IsSetup => Amount is null;

    /// <summary>It waits for the card's holder, on the page of the bank.</summary>
    public bool Waits => Status == "requires_action";

    public string? Card => Method is { } method ? $"{char.ToUpperInvariant(Brand(method)[0])}{Brand(method)[1..]} •••• {method.Card[^4..]}" : null;

    public (string Name, string? Value)[] Facts => [("Shop", Html.Shop(ReturnUrl)), ("For", What), ("Amount", Amount ?? "nothing today")];

    /// <summary>Null when this secret opens nothing.</summary>
    public static StripeAsk? Of(Page page, string secret)
    {
        var id = secret.Split("_secret_")[0];
        if (page.Find<StripeSetup>(id) is { } setup && setup.ClientSecret == secret)
            return new(secret, setup.Status, "keeping a card for later payments", Amount: null, MethodOf(page, setup.Method), setup.ReturnUrl);
        return page.Find<StripePayment>(id) is { } payment && payment.ClientSecret == secret
            ? new(secret, payment.Status, payment.Description ?? "a payment", $"{payment.Amount / 100m:0.00} {payment.Currency.ToUpperInvariant()}", MethodOf(page, payment.Method), payment.ReturnUrl)
            : null;
    }

    /// <summary>Remembers where to lead back to.</summary>
    public void LeadBackTo(Page page, string url)
    {
        if (page.Find<StripeSetup>(Id) is { } setup) page.Put(setup with { ReturnUrl = url });
        else page.Put(page.The<StripePayment>(Id) with { ReturnUrl = url });
    }

    private static string Brand(StripeMethod method) => TestCard.Numbered(method.Card)!.Brand;

    private static StripeMethod? MethodOf(Page page, string? method) => method is null ? null : page.Find<StripeMethod>(method);
}
