using Cln.Graph;

namespace Cln.Contracts;

/// <summary>What can be licensed. Fulfilled by IpLicenses; without it, the built-in types.</summary>
public interface ICatalogue
{
    /// <summary>Every type there is, in the order of the menu.</summary>
    IReadOnlyList<LicenseType> Types { get; }

    LicenseType? Find(string code) => Types.FirstOrDefault(type => type.Code == code);

    /// <summary>The type that a caller names.</summary>
    /// <exception cref="UnknownLicenseType">There is none of this code.</exception>
    LicenseType Require(string code) => Find(code) ?? throw new UnknownLicenseType(code, Types);
}

/// <summary>A kind of licence that can be bought for a server.</summary>
/// <param name="Code">The name for programs, such as "IMUNIFY360_SINGLE".</param>
/// <param name="Name">The name for people.</param>
/// <param name="Product">The product that it belongs to in the menu.</param>
/// <param name="LegacyId">Its number in the older machine protocols; null where those don't know it.</param>
public sealed record LicenseType(string Code, string Name, string Product, int? LegacyId)
{
    public const string CloudLinuxOs = "CLOUDLINUX_OS";

    /// <summary>The types that the platform comes with.</summary>
    [Hidden]
    public static IReadOnlyList<LicenseType> BuiltIn { get; } =
    [
        new(CloudLinuxOs, "CloudLinux OS", "CloudLinux OS", 1),
        new("KERNELCARE", "KernelCare", "KernelCare", 16),
        new("IMUNIFY_AV_PLUS", "ImunifyAV+", "Imunify360", 40),
        new("IMUNIFY360_SINGLE", "Imunify360 single user", "Imunify360", 41),
        new("IMUNIFY360_30", "Imunify360 up to 30 users", "Imunify360", 42),
        new("IMUNIFY360_250", "Imunify360 up to 250 users", "Imunify360", 43),
        new("IMUNIFY360_UNLIMITED", "Imunify360 unlimited", "Imunify360", 49),
    ];
}

/// <summary>The catalogue has no type of this code.</summary>
public sealed class UnknownLicenseType(string code, IEnumerable<LicenseType> types)
    : DomainError("UNKNOWN_LICENSE_TYPE", $"There is no licence type \"{code}\". Take one of {string.Join(", ", types.Select(type => type.Code))}.");
