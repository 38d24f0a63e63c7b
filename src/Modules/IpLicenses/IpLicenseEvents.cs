using Cln.Events;

namespace Cln.IpLicenses;

/// <summary>An address was licensed.</summary>
internal sealed record IpLicenseAdded(long ResellerId, long IpLicenseId, IpAddress Ip, string Type) : DomainEvent(ResellerId)
{
    public override (Type Type, long Id)? Subject => About<IpLicense>(IpLicenseId);
}

/// <summary>A licence was removed.</summary>
internal sealed record IpLicenseRemoved(long ResellerId, long IpLicenseId, IpAddress Ip, string Type) : DomainEvent(ResellerId);

/// <summary>A licence became one of another type.</summary>
internal sealed record IpLicenseConverted(long ResellerId, long IpLicenseId, IpAddress Ip, string From, string Type) : DomainEvent(ResellerId)
{
    public override (Type Type, long Id)? Subject => About<IpLicense>(IpLicenseId);
}

/// <summary>A licence was suspended, because its account was not paid.</summary>
internal sealed record IpLicenseSuspended(long ResellerId, long IpLicenseId, IpAddress Ip, string Type) : DomainEvent(ResellerId)
{
    public override (Type Type, long Id)? Subject => About<IpLicense>(IpLicenseId);
}

/// <summary>A suspended licence runs again.</summary>
internal sealed record IpLicenseRestored(long ResellerId, long IpLicenseId, IpAddress Ip, string Type) : DomainEvent(ResellerId)
{
    public override (Type Type, long Id)? Subject => About<IpLicense>(IpLicenseId);
}

/// <summary>A licence's backup was activated, got another size or ended; then the size is 0.</summary>
internal sealed record BackupChanged(long ResellerId, long IpLicenseId, IpAddress Ip, int SizeGb) : DomainEvent(ResellerId)
{
    public override (Type Type, long Id)? Subject => About<IpLicense>(IpLicenseId);
}
