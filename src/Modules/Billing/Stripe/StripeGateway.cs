using Cln.Contracts;
using Microsoft.Extensions.Logging;
using Stripe;

namespace Cln.Billing;

/// <summary>Cards by Stripe. A payment is a payment intent, made unconfirmed: it can take the money once, whatever the number of confirmations.</summary>
internal sealed class StripeGateway(StripeCalls calls, StripeCustomers customers, StripeMethods methods, StripeRefunds refunds, ILogger<StripeGateway> logger) : IGateway
{
    public const string Name = "stripe";

    /// <summary>Clocks differ, and Stripe's counts.</summary>
    private static readonly TimeSpan clockSkew = TimeSpan.FromMinutes(5);

    private const string gone = "The card is no longer kept. Add it again.";

    private static readonly List<string> withCharge = ["latest_charge"];

    public string Code => Name;

    public Task<MethodSetup> BeginKeepingAsync(MethodSetupOrder order, CancellationToken cancellation) => methods.BeginAsync(order, cancellation);

    public Task<KeptMethod> KeepAsync(MethodToKeep method, CancellationToken cancellation) => methods.KeepAsync(method, cancellation);

    public Task ForgetAsync(string reference, CancellationToken cancellation) => methods.ForgetAsync(reference, cancellation);

    public async Task<GatewayPayment> CreateAsync(PaymentOrder order, CancellationToken cancellation)
    {
        var customer = await customers.OfAsync(order.ResellerId, cancellation);
        var options = CreateOptions(order, customer);
        try
        {
            var intent = await calls.DoAsync(
                order.Key, "create", (api, request) => api.PaymentIntents.CreateAsync(options, request, cancellation), () => LookAsync(order.Key, customer, since: null, cancellation));
            return await AnswerAsync(intent, cancellation);
        }
        catch (StripeException failure) when (failure.IsAboutTheCard())
        {
            throw new PaymentMethodRefused(gone);
        }
        catch (StripeException failure) when (failure.IsInvalid())
        {
            // There is nothing that Stripe could have a name for.
            return Misunderstood(failure, new($"none:{order.Key}", GatewayStatus.Declined, order.Amount, order.Currency) { Key = order.Key });
        }
    }

    public async Task<GatewayPayment> ConfirmAsync(string paymentId, PaymentOrder order, CancellationToken cancellation)
    {
        // Without a card of our choice it is the payer who confirms, in the browser.
        if (order.Method is null) return await FindAsync(paymentId, cancellation);
        try
        {
            var intent = await calls.DoAsync(
                order.Key, "confirm", (api, request) => api.PaymentIntents.ConfirmAsync(paymentId, ConfirmOptions(order), request, cancellation), () => ConfirmedAsync(paymentId, cancellation));
            return await AnswerAsync(Same(paymentId, intent), cancellation);
        }
        catch (StripeException failure) when (failure.IsCardError() || failure.IsUnexpectedState())
        {
            return await AnswerAsync(await GetAsync(paymentId, cancellation), cancellation);
        }
        catch (StripeException failure) when (failure.IsInvalid() && (!failure.IsMissing() || failure.IsAboutTheCard()))
        {
            // It must not stay confirmable; when it turns out that it has succeeded after all, that is the answer.
            var canceled = await CancelAsync(paymentId, order.Key, cancellation);
            if (canceled.Status == GatewayStatus.Canceled && failure.IsAboutTheCard()) throw new PaymentMethodRefused(gone);
            return canceled.Status == GatewayStatus.Canceled ? Misunderstood(failure, canceled) : canceled;
        }
    }

    public async Task<GatewayPayment> FindAsync(string paymentId, CancellationToken cancellation)
    {
        var intent = await GetAsync(paymentId, cancellation);
        var answer = await AnswerAsync(intent, cancellation);
        return answer.Status != GatewayStatus.Succeeded ? answer : answer with
        {
            Refunds = await refunds.OfAsync(intent, cancellation),
            Dispute = await refunds.DisputeOfAsync(intent, cancellation),
        };
    }

    public async Task<GatewayPayment?> SearchAsync(PaymentOrder order, DateTimeOffset since, CancellationToken cancellation)
    {
        // The customer is known here before any payment of its is made.
        if (await customers.FindAsync(order.ResellerId, cancellation) is not { } customer) return null;
        return await LookAsync(order.Key, customer, since, cancellation) is { } intent ? await FindAsync(intent.Id, cancellation) : null;
    }

    public async Task<GatewayPayment> CancelAsync(string paymentId, string key, CancellationToken cancellation)
    {
        try
        {
            var options = new PaymentIntentCancelOptions { CancellationReason = "abandoned", Expand = withCharge };
            var intent = await calls.DoAsync(
                key, "cancel", (api, request) => api.PaymentIntents.CancelAsync(paymentId, options, request, cancellation), () => CanceledAsync(paymentId, cancellation));
            return Checked(Same(paymentId, intent)).Answer(decline: null);
        }
        catch (StripeException failure) when (failure.IsUnexpectedState())
        {
            return Checked(await GetAsync(paymentId, cancellation)).Answer(decline: null);
        }
    }

    public Task<GatewayRefund> RefundAsync(RefundOrder order, CancellationToken cancellation) => refunds.MakeAsync(order, cancellation);

    public Task<GatewayRefund> FindRefundAsync(string refundId, CancellationToken cancellation) => refunds.FindAsync(refundId, cancellation);

    private static PaymentIntentCreateOptions CreateOptions(PaymentOrder order, string customer)
    {
        var options = new PaymentIntentCreateOptions
        {
            Amount = StripeMoney.Of(order.Amount, order.Currency),
            Currency = order.Currency.ToLowerInvariant(),
            Customer = customer,
            Description = order.Description,
            PaymentMethod = order.Method,
            AllowedPaymentMethodTypes = ["card"],
            Metadata = new() { [StripePayments.KeyName] = order.Key },
            Expand = withCharge,
        };
        if (order.Method is not null) options.Metadata[StripePayments.KeptName] = "true";
        return options;
    }

    private static PaymentIntentConfirmOptions ConfirmOptions(PaymentOrder order) => new()
    {
        OffSession = order.OffSession ? true : null,
        ErrorOnRequiresAction = order.OffSession ? true : null,
        ReturnUrl = order.OffSession ? null : order.Checkout?.ReturnUrl,
        Expand = withCharge,
    };

    /// <summary>Says how an intent stands. One whose kept card was refused is called off first: as it is, another card could still pay it.</summary>
    private async Task<GatewayPayment> AnswerAsync(PaymentIntent intent, CancellationToken cancellation)
    {
        if (!Checked(intent).WaitsForAnotherCard()) return intent.Answer(decline: null);
        var refusal = StripePayments.Refusal(intent) ?? new("declined", DeclineClass.Soft, "Your card was declined.");
        var canceled = await CancelAsync(intent.Id, intent.Key()!, cancellation);
        return canceled.Status is GatewayStatus.Canceled or GatewayStatus.Declined ? canceled with { Status = GatewayStatus.Declined, Decline = refusal } : canceled;
    }

    private async Task<PaymentIntent> GetAsync(string paymentId, CancellationToken cancellation) =>
        Same(paymentId, await calls.AskAsync(api => api.PaymentIntents.GetAsync(paymentId, new() { Expand = withCharge }, cancellationToken: cancellation)));

    private async Task<PaymentIntent?> ConfirmedAsync(string paymentId, CancellationToken cancellation) =>
        await GetAsync(paymentId, cancellation) is { Status: not "requires_confirmation" } intent ? intent : null;

    private async Task<PaymentIntent?> CanceledAsync(string paymentId, CancellationToken cancellation) =>
        await GetAsync(paymentId, cancellation) is { Status: "canceled" or "succeeded" or "processing" } intent ? intent : null;

    /// <summary>Goes through the customer's intents. The list, unlike Stripe's search, has everything that was made before it was asked for.</summary>
    private async Task<PaymentIntent?> LookAsync(string key, string customer, DateTimeOffset? since, CancellationToken cancellation)
    {
        var options = new PaymentIntentListOptions { Customer = customer, Limit = 100 };
        if (since is { } from) options.Created = new DateRangeOptions { GreaterThanOrEqual = (from - clockSkew).UtcDateTime };
        string? last = null;
        for (var more = true; more;)
        {
            options.StartingAfter = last;
            var page = await calls.AskAsync(api => api.PaymentIntents.ListAsync(options, cancellationToken: cancellation));
            if (page.Data.Find(intent => intent.Key() == key) is { } found) return found;
            last = page.Data.LastOrDefault()?.Id;
            more = page.HasMore && last is not null;
        }

        return null;
    }

    private PaymentIntent Checked(PaymentIntent intent)
    {
        StripeModes.Check(intent.Livemode, calls.Settings, intent.Id);
        return intent;
    }

    /// <exception cref="InvalidDataException">It is another one.</exception>
    private static PaymentIntent Same(string paymentId, PaymentIntent intent) =>
        intent.Id == paymentId ? intent : throw new InvalidDataException($"Stripe was asked about {paymentId} and answered about {intent.Id}.");

    private GatewayPayment Misunderstood(StripeException failure, GatewayPayment payment)
    {
        logger.LogCritical(failure, "Stripe doesn't take our request about a payment ({Code}, {Param})", failure.StripeError.Code, failure.StripeError.Param);
        return payment with { Status = GatewayStatus.Declined, Decline = StripeDeclines.Internal(failure.StripeError) };
    }
}
