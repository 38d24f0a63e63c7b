using Cln.Contracts;

namespace Cln.Servers;

/// <summary>The steps that registration and check-in have in common.</summary>
internal static class Arrivals
{
    /// <summary>The address that the server calls from.</summary>
    public static IpAddress RequireAddress(this Caller caller) => caller.Address is { } address ? IpAddress.From(address) : throw new AddressUnknown();

    /// <summary>The first that admits the server; null when this is the business of none of them.</summary>
    public static async Task<Admission?> AdmitAsync(this IEnumerable<IAdmission> admissions, Arrival arrival, CancellationToken cancellation)
    {
        foreach (var admission in admissions)
        {
            if (await admission.AdmitAsync(arrival, cancellation) is { } admitted) return admitted;
        }

        return null;
    }

    /// <summary>The first reason why the server may not go on; null when there is none.</summary>
    public static async Task<Refusal?> RefusalAsync(this IEnumerable<IAdmission> admissions, Server server, CancellationToken cancellation)
    {
        foreach (var admission in admissions)
        {
            if (await admission.RefusalAsync(server, cancellation) is { } refusal) return refusal;
        }

        return null;
    }

    public static async Task SeenAsync(this IEnumerable<IAdmission> admissions, Server server, CancellationToken cancellation)
    {
        foreach (var admission in admissions) await admission.SeenAsync(server, cancellation);
    }

    /// <summary>The server is here and is registered, as what it says it is.</summary>
    public static void CheckIn(this Server server, SelfDescription told, IpAddress from, DateTimeOffset now)
    {
        server.Hostname = told.Hostname;
        server.OperatingSystem = told.OperatingSystem ?? server.OperatingSystem;
        server.Kernel = told.Kernel ?? server.Kernel;
        server.Ip = from;
        server.LastCheckInAt = now;
        server.UnregisteredAt = null;
    }
}

/// <summary>The platform can't tell where the call comes from.</summary>
internal sealed class AddressUnknown()
    : DomainError("ADDRESS_UNKNOWN", "The address that this call came from is not known. Call over TCP; if there is a proxy before this host, its operator has to list it in Network:TrustedProxies.");
