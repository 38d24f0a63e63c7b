using System.Security.Cryptography;
using Cln.Contracts;
using Stripe;

namespace Cln.Billing;

/// <summary>Cards that Stripe keeps: entered in Stripe's own form in the browser, for a setup intent.</summary>
internal sealed class StripeMethods(StripeCalls calls, StripeCustomers customers)
{
    public async Task<MethodSetup> BeginAsync(MethodSetupOrder order, CancellationToken cancellation)
    {
        var options = new SetupIntentCreateOptions
        {
            Customer = await customers.OfAsync(order.ResellerId, cancellation),
            Usage = "off_session",
            AllowedPaymentMethodTypes = ["card"],
            Metadata = new() { ["setup_id"] = order.Key },
        };
        var setup = await calls.DoAsync(
            order.Key, "setup", (api, request) => api.SetupIntents.CreateAsync(options, request, cancellation), () => Task.FromResult<SetupIntent?>(null));
        StripeModes.Check(setup.Livemode, calls.Settings, setup.Id);
        return new(setup.Id, ApprovalUrl: null, setup.ClientSecret);
    }

    public async Task<KeptMethod> KeepAsync(MethodToKeep method, CancellationToken cancellation)
    {
        var token = method.Token;
        try
        {
            if (token.StartsWith("seti_", StringComparison.Ordinal)) return Kept(await SetUpAsync(method.ResellerId, token, cancellation));
            if (!calls.Settings.Live && token.StartsWith("pm_card_", StringComparison.Ordinal)) return Kept(await AttachAsync(method.ResellerId, token, cancellation));
        }
        catch (StripeException failure) when (failure.IsCardError() || failure.IsInvalid())
        {
            throw new PaymentMethodRefused(failure.IsCardError() ? failure.StripeError.Message : "Stripe doesn't know this card. Enter it again.");
        }

        throw new PaymentMethodRefused("Stripe's cards are entered in its own form: begin with startPaymentMethod, and hand over the id that it answers.");
    }

    /// <summary>One that is gone already, or never hung on anybody, is no error.</summary>
    public async Task ForgetAsync(string reference, CancellationToken cancellation)
    {
        try
        {
            var options = new RequestOptions { IdempotencyKey = $"{reference}:detach:1" };
            await calls.AskAsync(api => api.PaymentMethods.DetachAsync(reference, options: null, options, cancellation));
        }
        catch (StripeException failure) when (failure.IsInvalid())
        {
        }
    }

    /// <summary>The card of a setup intent that its payer has finished.</summary>
    private async Task<Stripe.PaymentMethod> SetUpAsync(long resellerId, string setupId, CancellationToken cancellation)
    {
        var setup = await calls.AskAsync(api => api.SetupIntents.GetAsync(setupId, new() { Expand = ["payment_method"] }, cancellationToken: cancellation));
        StripeModes.Check(setup.Livemode, calls.Settings, setup.Id);

        // Whose it isn't learns no more of it than that.
        if (setup.Id != setupId || setup.CustomerId is null || setup.CustomerId != await customers.FindAsync(resellerId, cancellation))
            throw new PaymentMethodRefused("Stripe doesn't know this card. Enter it again.");
        return setup is { Status: "succeeded", PaymentMethod: { } card }
            ? card
            : throw new PaymentMethodRefused(setup.LastSetupError?.Message ?? "The card isn't confirmed yet: finish Stripe's form first.");
    }

    /// <summary>Stripe's test cards have names instead of a form. Each attaching makes a card of its own.</summary>
    private async Task<Stripe.PaymentMethod> AttachAsync(long resellerId, string token, CancellationToken cancellation)
    {
        var options = new PaymentMethodAttachOptions { Customer = await customers.OfAsync(resellerId, cancellation) };
        var request = new RequestOptions { IdempotencyKey = $"{RandomNumberGenerator.GetHexString(32, lowercase: true)}:attach:1" };
        var attached = await calls.AskAsync(api => api.PaymentMethods.AttachAsync(token, options, request, cancellation));
        StripeModes.Check(attached.Livemode, calls.Settings, attached.Id);
        return attached;
    }

    private static KeptMethod Kept(Stripe.PaymentMethod method) => method.Card is { } card
        ? new(method.Id, $"{Brand(card.Brand)} •••• {card.Last4}", LastDay(card.ExpYear, card.ExpMonth))
        : throw new PaymentMethodRefused("Only cards are taken.");

    private static DateOnly LastDay(long year, long month) => new DateOnly((int)year, (int)month, 1).AddMonths(1).AddDays(-1);

    private static string Brand(string? brand) => brand switch
    {
        "visa" => "Visa",
        "mastercard" => "Mastercard",
        "amex" => "American Express",
        "discover" => "Discover",
        "diners" => "Diners Club",
        "jcb" => "JCB",
        "unionpay" => "UnionPay",
        _ => "Card",
    };
}
