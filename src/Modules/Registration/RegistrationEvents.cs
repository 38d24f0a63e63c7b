using Cln.Events;

namespace Cln.Registration;

/// <summary>A reseller has changed what is known of its company or of the person to write to.</summary>
internal sealed record ResellerDetailsChanged(long ResellerId) : DomainEvent(ResellerId)
{
    public override (Type Type, long Id)? Subject => About<Reseller>(ResellerId);
}
