using SkiaSharp;

namespace Cln.Invoices.Pdf;

/// <summary>The measures and colours of the documents. Lengths are points, 72 to the inch.</summary>
internal static class Look
{
    public const float Margin = 54;
    public const float Top = 72;
    public const float FooterHeight = 84;

    private static readonly SKColor ink = new(0x14, 0x1C, 0x2B);
    private static readonly SKColor quiet = new(0x5A, 0x66, 0x78);

    public static readonly SKColor Accent = new(0x1F, 0x5A, 0xE0);
    public static readonly SKColor StrongRule = ink;
    public static readonly SKColor FineRule = new(0xDC, 0xE1, 0xE8);

    public static readonly Style Title = new(24, ink, Bold: true);
    public static readonly Style Name = new(11, ink, Bold: true);
    public static readonly Style Text = new(9.5f, ink);
    public static readonly Style Strong = new(9.5f, ink, Bold: true);
    public static readonly Style Sum = new(12, ink, Bold: true);
    public static readonly Style Label = new(8.5f, quiet);
    public static readonly Style Quiet = new(9.5f, quiet);
    public static readonly Style Small = new(8, quiet);

    /// <summary>The distance between the baselines of a text of this style.</summary>
    public static float Leading(this Style style) => style.Size * 1.45f;
}
