using Cln.Contracts;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.IpLicenses;

/// <summary>
/// Lets one server register by its address alone. There is one licence for each address and type over all accounts; several types may sit on
/// one address.
/// </summary>
[Node(Scopes.LicensesRead)]
internal sealed class IpLicense : INode, IOwned
{
    private IpLicense()
    {
    }

    public IpLicense(long resellerId, IpAddress ip, LicenseType type, DateTimeOffset now) =>
        (ResellerId, Ip, IpSortKey, TypeCode, CreatedAt) = (resellerId, ip, ip.SortKey, type.Code, now);

    public long Id { get; private set; }

    [Hidden] public long ResellerId { get; private set; }

    /// <summary>The licensed address. Lists order it as a number, IPv4 before most of IPv6.</summary>
    [Listed(OrderedBy = nameof(IpSortKey))]
    public IpAddress Ip { get; private set; }

    [Hidden] public string IpSortKey { get; private set; } = "";

    /// <summary>The code of the licence type, such as "KERNELCARE".</summary>
    [Hidden]
    [Listed("type")]
    public string TypeCode { get; private set; } = "";

    /// <summary>The name that the server on this address gave of itself; null until one registers.</summary>
    [Listed]
    public string? Hostname { get; private set; }

    /// <summary>When the server on this address registered; null until one does.</summary>
    [Listed]
    public DateTimeOffset? RegisteredAt { get; private set; }

    /// <summary>When the server on this address registered; null until one does.</summary>
    [Listed(NameOf = nameof(RegisteredAt))]
    [Deprecated("Use `registeredAt`: it is when the server registered, and not when the licence was added, which is `createdAt`.", removal: "2027-06-01")]
    public DateTimeOffset? AddedAt => RegisteredAt;

    /// <summary>When the server on this address last checked in with success; null until one registers.</summary>
    [Listed]
    public DateTimeOffset? LastCheckInAt { get; private set; }

    /// <summary>When this licence was added.</summary>
    [Listed]
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Since when it is suspended, because its account was not paid: it admits no server and isn't charged. Null when it isn't suspended.</summary>
    [Listed]
    public DateTimeOffset? SuspendedAt { get; private set; }

    /// <summary>What is licensed.</summary>
    public LicenseType Type(ICatalogue catalogue) => catalogue.Get(TypeCode);

    [Hidden]
    public void Convert(LicenseType type) => TypeCode = type.Code;

    [Hidden]
    public void Suspend(DateTimeOffset now) => SuspendedAt ??= now;

    [Hidden]
    public void Restore() => SuspendedAt = null;

    /// <summary>Shows the server that uses this licence.</summary>
    [Hidden]
    public void Show(Server server) => (Hostname, RegisteredAt, LastCheckInAt) = (server.Hostname, server.RegisteredAt, server.LastCheckInAt);

    /// <summary>What is paid for by the month: the key is of the address and type, so that a day of them is paid once, however often they are removed and added.</summary>
    [Hidden]
    public Chargeable Charge(LicenseType type, int quantity) => new(ResellerId, $"ip/{Ip}/{type.Code}", type.Code, type.Name, quantity);
}

internal sealed class IpLicenseMapping : IEntityTypeConfiguration<IpLicense>
{
    public void Configure(EntityTypeBuilder<IpLicense> license)
    {
        license.ToTable("ip_licenses_licenses");
        license.Property(l => l.IpSortKey).HasMaxLength(32);
        license.Property(l => l.TypeCode).HasMaxLength(LicenseTypeMapping.LongestCode).IsConcurrencyToken();

        // Whoever changes what is charged for it must have known whether it is charged at all.
        license.Property(l => l.SuspendedAt).IsConcurrencyToken();
        license.Property(l => l.Hostname).HasMaxLength(253);
        license.Property(l => l.RegisteredAt).HasColumnName("added_at");
        license.HasOne<Reseller>().WithMany().HasForeignKey(l => l.ResellerId).OnDelete(DeleteBehavior.NoAction);
        license.HasOne<LicenseType>().WithMany().HasForeignKey(l => l.TypeCode).OnDelete(DeleteBehavior.NoAction);
        license.HasIndex(l => new { l.Ip, l.TypeCode }).IsUnique();
        license.HasIndex(l => new { l.ResellerId, l.IpSortKey });
        license.HasIndex(l => l.TypeCode);
    }
}
