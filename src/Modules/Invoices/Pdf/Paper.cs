namespace Cln.Invoices.Pdf;

/// <summary>The size of a sheet, in points.</summary>
internal sealed record Paper(float Width, float Height)
{
    public static readonly Paper A4 = new(595.28f, 841.89f);

    public static readonly Paper Letter = new(612, 792);

    public float Left { get; } = Look.Margin;

    public float Right => Width - Look.Margin;

    /// <summary>The lowest place for what isn't the footer.</summary>
    public float Bottom => Height - Look.FooterHeight;

    /// <summary>What people print on in this country: Letter in the United States, Canada and Mexico, A4 elsewhere.</summary>
    public static Paper For(string country) => country is "US" or "CA" or "MX" ? Letter : A4;
}
