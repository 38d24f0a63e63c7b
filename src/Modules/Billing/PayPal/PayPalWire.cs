using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cln.Billing;

// PayPal's messages, as far as they matter to us. What an answer may lack is nullable, whatever its documentation promises.
internal sealed record WireAmount(string? CurrencyCode, string? Value);

internal sealed record WireLink(string? Href, string? Rel);

internal sealed record WireToken(string? AccessToken, int ExpiresIn);

/// <summary>An error: <c>name</c> is its kind, the first of the details says which check failed. The token's endpoint has a form of its own.</summary>
internal sealed record WireError(string? Name, string? Message, IReadOnlyList<WireErrorDetail>? Details, IReadOnlyList<WireLink>? Links, string? Error, string? ErrorDescription);

internal sealed record WireErrorDetail(string? Issue, string? Description);

internal sealed record WireOrder(
    string? Intent, IReadOnlyList<WireUnit>? PurchaseUnits, WireSource? PaymentSource, string? Id = null, string? Status = null, IReadOnlyList<WireLink>? Links = null);

internal sealed record WireUnit(string? ReferenceId, string? CustomId, string? InvoiceId, string? Description, WireAmount? Amount, WirePayments? Payments = null);

internal sealed record WirePayments(IReadOnlyList<WireCapture>? Captures, IReadOnlyList<WireRefund>? Refunds);

internal sealed record WireCapture(
    string? Id, string? Status, WireAmount? Amount, string? CustomId, WireReason? StatusDetails, WireSupplement? SupplementaryData);

internal sealed record WireReason(string? Reason);

internal sealed record WireSupplement(WireRelated? RelatedIds);

internal sealed record WireRelated(string? OrderId);

internal sealed record WireRefund(string? Id, string? Status, WireAmount? Amount, string? CustomId);

internal sealed record WireRefundOrder(WireAmount Amount, string CustomId, string NoteToPayer);

internal sealed record WireCaptureOrder(WireSource? PaymentSource);

internal sealed record WireSource(WireWallet? Paypal, WireSetupReference? Token = null);

internal sealed record WireWallet(
    WireExperience? ExperienceContext = null, string? VaultId = null, WireStoredCredential? StoredCredential = null, string? UsageType = null, string? EmailAddress = null);

internal sealed record WireSetupReference(string Id, string Type);

internal sealed record WireExperience(string ReturnUrl, string CancelUrl)
{
    public string? PaymentMethodPreference { get; init; }

    public string? LandingPage { get; init; }

    public string? UserAction { get; init; }

    public string ShippingPreference { get; init; } = "NO_SHIPPING";
}

internal sealed record WireStoredCredential(string PaymentInitiator, string Usage, string? UsagePattern);

internal sealed record WireVault(WireSource? PaymentSource, string? Id = null, string? Status = null, IReadOnlyList<WireLink>? Links = null);

internal sealed record WireDisputes(IReadOnlyList<WireDispute>? Items);

internal sealed record WireDispute(string? DisputeId, string? Status, WireAmount? DisputeAmount, string? CreateTime, WireOutcome? DisputeOutcome);

internal sealed record WireOutcome(string? OutcomeCode);

internal sealed record WireReport(IReadOnlyList<WireMovement>? TransactionDetails, int TotalPages);

internal sealed record WireMovement(WireMovementFacts? TransactionInfo);

internal sealed record WireMovementFacts(
    string? TransactionId, string? PaypalReferenceId, string? PaypalReferenceIdType, string? TransactionEventCode, string? TransactionInitiationDate,
    WireAmount? TransactionAmount, WireAmount? FeeAmount, string? TransactionStatus, string? CustomField);

internal sealed record WireEvents(IReadOnlyList<JsonElement>? Events, IReadOnlyList<WireLink>? Links);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WireToken))]
[JsonSerializable(typeof(WireError))]
[JsonSerializable(typeof(WireOrder))]
[JsonSerializable(typeof(WireCapture))]
[JsonSerializable(typeof(WireCaptureOrder))]
[JsonSerializable(typeof(WireRefund))]
[JsonSerializable(typeof(WireRefundOrder))]
[JsonSerializable(typeof(WireVault))]
[JsonSerializable(typeof(WireDisputes))]
[JsonSerializable(typeof(WireDispute))]
[JsonSerializable(typeof(WireReport))]
[JsonSerializable(typeof(WireEvents))]
internal sealed partial class PayPalWire : JsonSerializerContext;
