using Cln.Events;

namespace Cln.Billing;

/// <summary>A cap was reached: nothing is charged automatically for a while.</summary>
internal sealed record AutopaymentPaused(long ResellerId, DateTimeOffset Until) : DomainEvent(ResellerId);

/// <summary>No payment method was left to try: the autopayment is NONE now.</summary>
internal sealed record AutopaymentSwitchedOff(long ResellerId) : DomainEvent(ResellerId);
