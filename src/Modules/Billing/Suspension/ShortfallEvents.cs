using Cln.Events;

namespace Cln.Billing;

/// <summary>Money is missing, and nothing will bring it by itself: from the end of the grace on, licences are suspended.</summary>
internal sealed record GraceBegan(long ResellerId, DateTimeOffset EndsAt, Money Debt) : DomainEvent(ResellerId);

/// <summary>Licences were suspended, as many as the debt needs.</summary>
internal sealed record LicensesSuspended(long ResellerId, int Count) : DomainEvent(ResellerId);

/// <summary>Suspended licences run again.</summary>
internal sealed record LicensesRestored(long ResellerId, int Count, int StillSuspended) : DomainEvent(ResellerId);
