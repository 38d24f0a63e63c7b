using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cln.Billing;

/// <summary>What a day's seal says, as text: what is signed, and what the file outside the database holds.</summary>
internal static class SealText
{
    /// <summary>The first lines: which day, and after which seal.</summary>
    public const string Title = "ClnReseller seal 1";

    /// <param name="day">Which day.</param>
    /// <param name="previous">The digest of the sealed day before.</param>
    /// <param name="latest">The latest seal of each reseller, in the order of their numbers.</param>
    public static string Of(DateOnly day, string previous, IEnumerable<Seal> latest)
    {
        var text = new StringBuilder(Title).Append('\n').Append("day ").Append(Days.Text(day)).Append('\n').Append("previous ").Append(previous).Append('\n');
        foreach (var seal in latest) text.Append(CultureInfo.InvariantCulture, $"reseller {seal.ResellerId} {seal.ChainSeq} {seal.HeadHash} {seal.Turnover}\n");
        return text.ToString();
    }

    public static string DigestOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
