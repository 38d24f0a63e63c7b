using Microsoft.AspNetCore.Http;

namespace Cln.Billing;

/// <summary>A gateway that tells by itself when something happened. What it says is never believed: it only says which payment to ask about.</summary>
/// <remarks>
/// Registered as a service, once for each gateway: <c>POST /webhooks/{Gateway}</c> is there for it, and what it missed is asked for every five minutes.
/// </remarks>
internal interface IWebhookSource
{
    /// <summary>The gateway's code, as <see cref="Contracts.IGateway.Code"/>.</summary>
    string Gateway { get; }

    /// <summary>Proves that a delivery is the gateway's own, and reads what it is about. Sends nothing that has an effect.</summary>
    /// <exception cref="WebhookRefused">It isn't the gateway's, isn't fresh, isn't for this installation, or isn't an event: answered with 400.</exception>
    /// <remarks>Anything else that is thrown means that it can't be told at the moment, and is answered with 500, so that the gateway sends it again.</remarks>
    Task<WebhookEvent> ReadAsync(WebhookRequest delivery, CancellationToken cancellation);

    /// <summary>The events since then that the gateway couldn't deliver, or all of them where it can't tell; in any order, each as it would have been delivered.</summary>
    IAsyncEnumerable<WebhookEvent> MissedAsync(DateTimeOffset since, CancellationToken cancellation);
}

/// <summary>A request to the webhook's address.</summary>
/// <param name="Headers">As they came.</param>
/// <param name="Body">The bytes as they came; at most 256 KB.</param>
internal sealed record WebhookRequest(IHeaderDictionary Headers, ReadOnlyMemory<byte> Body);

/// <summary>What a gateway tells of, as far as it says where to look.</summary>
/// <param name="Id">The gateway's name for the event, at most 200 characters: the same event is worked on once.</param>
/// <param name="Type">Its kind, such as "payment_intent.succeeded", at most 100 characters.</param>
/// <param name="About">
/// The gateway's names of payments and of money that moved (<see cref="Contracts.GatewayPayment.Id"/>, <see cref="Contracts.GatewayPayment.ChargeId"/>) that
/// it may be about; at most ten are looked for.
/// </param>
/// <param name="Key">Our own name for the payment (<see cref="Contracts.PaymentOrder.Key"/>), where the event has it.</param>
internal sealed record WebhookEvent(string Id, string Type, IReadOnlyList<string> About, string? Key)
{
    /// <summary>
    /// The gateway's name for the delivery, at most 200 characters, where a signature could be used for another body: the same name with
    /// another body is refused. Null where the signature covers the body.
    /// </summary>
    public string? DeliveryId { get; init; }

    /// <summary>True for an event that no payment can be behind: it is kept and not worked on.</summary>
    public bool Ignored => About.Count == 0 && Key is null;
}

/// <summary>This isn't the gateway's, or not for us. The reason is for the log: who sent it is told nothing.</summary>
internal sealed class WebhookRefused(string reason) : Exception(reason);
