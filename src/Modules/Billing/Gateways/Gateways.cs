using Cln.Contracts;
using Microsoft.Extensions.Logging;

namespace Cln.Billing;

/// <summary>The gateways that this installation has, by code.</summary>
internal sealed class Gateways(IEnumerable<IGateway> gateways, ILogger<Gateways> logger)
{
    /// <exception cref="GatewayNotConfigured">There is none of that code.</exception>
    public IGateway Find(string code) => gateways.FirstOrDefault(gateway => gateway.Code == code) ?? throw new GatewayNotConfigured(code);

    /// <summary>The gateway where payers approve "PayPal" payments: PayPal's own, or the sandbox that stands in for it.</summary>
    /// <exception cref="GatewayNotConfigured">There is neither.</exception>
    public IGateway PayPal() =>
        gateways.FirstOrDefault(gateway => gateway.Code == "paypal") ?? gateways.FirstOrDefault(gateway => gateway.Code == Sandbox.Name) ?? throw new GatewayNotConfigured("paypal");

    /// <exception cref="PaymentMethodRefused">The gateway has no form or page for that.</exception>
    /// <exception cref="GatewayUnavailable">The gateway doesn't answer; nothing was begun.</exception>
    public Task<MethodSetup> BeginKeepingAsync(string code, MethodSetupOrder order, CancellationToken cancellation) =>
        AnswerAsync(Find(code), gateway => gateway.BeginKeepingAsync(order, cancellation), cancellation);

    /// <exception cref="PaymentMethodRefused">The gateway doesn't take it.</exception>
    /// <exception cref="GatewayUnavailable">The gateway doesn't answer; nothing was kept.</exception>
    public Task<KeptMethod> KeepAsync(string code, MethodToKeep method, CancellationToken cancellation) =>
        AnswerAsync(Find(code), gateway => gateway.KeepAsync(method, cancellation), cancellation);

    /// <summary>Tells the gateway to forget a method. We have forgotten it already, so that a failure changes nothing here.</summary>
    public async Task ForgetAsync(string code, string reference, CancellationToken cancellation)
    {
        try
        {
            await Find(code).ForgetAsync(reference, cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.LogWarning(failure, "The gateway {Gateway} didn't forget the payment method {Reference}", code, reference);
        }
    }
    private async Task<T> AnswerAsync<T>(IGateway gateway, Func<IGateway, Task<T>> ask, CancellationToken cancellation)
    {
        try
        {
            return await ask(gateway);
        }
        catch (Exception failure) when (failure is not DomainError && !cancellation.IsCancellationRequested)
        {
            logger.LogWarning(failure, "The gateway {Gateway} didn't keep a payment method", gateway.Code);
            throw new GatewayUnavailable(gateway.Code);
        }
    }
}
