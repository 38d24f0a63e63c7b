using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Cln.Billing;

/// <summary>Whether there is a sandbox, and where its pages are.</summary>
/// <param name="Enabled"><c>Gateways:Sandbox:Enabled</c>: true by default in development, false elsewhere, and refused in production.</param>
/// <param name="Address">Where browsers find its pages: <c>Site:Url</c>, or the first of <c>Urls</c>.</param>
/// <param name="FeePerMille"><c>Gateways:Sandbox:FeePerMille</c>: what it keeps of each payment, in thousandths; 0.</param>
internal sealed record SandboxSettings(bool Enabled, string Address, int FeePerMille = 0)
{
    /// <exception cref="InvalidOperationException">The sandbox is on in production, or the setting is no boolean.</exception>
    public static SandboxSettings Read(IConfiguration configuration)
    {
        var environment = configuration[HostDefaults.EnvironmentKey] ?? Environments.Production;
        var text = configuration["Gateways:Sandbox:Enabled"];
        var enabled = text switch
        {
            null or "" => environment == Environments.Development,
            _ when bool.TryParse(text, out var said) => said,
            _ => throw new InvalidOperationException($"The setting Gateways:Sandbox:Enabled is \"{text}\". It takes true or false."),
        };
        if (enabled && environment == Environments.Production)
            throw new InvalidOperationException("The setting Gateways:Sandbox:Enabled is true. The sandbox credits balances without taking money, so that production refuses to start with it: set it to false.");
        return new(enabled, configuration["Site:Url"]?.TrimEnd('/') ?? FirstOf(configuration["Urls"]), FeeOf(configuration["Gateways:Sandbox:FeePerMille"]));
    }

    private static int FeeOf(string? text) => text switch
    {
        null or "" => 0,
        _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var fee) && fee <= 1000 => fee,
        _ => throw new InvalidOperationException($"The setting Gateways:Sandbox:FeePerMille is \"{text}\". It takes a whole number from 0 to 1000."),
    };

    private static string FirstOf(string? urls)
    {
        var first = urls?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? "http://localhost:5080";
        return first.Replace("://*", "://localhost", StringComparison.Ordinal).Replace("://+", "://localhost", StringComparison.Ordinal)
            .Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal).Replace("://[::]", "://localhost", StringComparison.Ordinal).TrimEnd('/');
    }
}
