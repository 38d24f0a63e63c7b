using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Cln.Billing;

/// <summary>How long a debt may last before something is suspended.</summary>
/// <param name="GraceDays"><c>Billing:GraceDays</c>: from the notice to the suspension; 7, and never fewer.</param>
internal sealed record SuspensionSettings(int GraceDays)
{
    private const int Least = 7;
    private const int Most = 365;

    /// <exception cref="InvalidOperationException">The setting isn't a number of days that is allowed.</exception>
    public static SuspensionSettings Read(IConfiguration configuration)
    {
        var text = configuration["Billing:GraceDays"];
        if (string.IsNullOrWhiteSpace(text)) return new(Least);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= Least and <= Most
            ? new(days)
            : throw new InvalidOperationException($"The setting Billing:GraceDays is \"{text}\". It takes a whole number between {Least} and {Most}.");
    }
}
