namespace Cln.Invoices.Pdf;

/// <summary>Who issues the documents, as <c>Invoices:Seller</c> in the configuration has it.</summary>
internal sealed class Seller
{
    /// <summary>The company's legal name: the one that is printed in development, and must be set in production.</summary>
    public string Name { get; init; } = "CLN Development Ltd";

    /// <summary>The postal address, a line each.</summary>
    public string[] Address { get; init; } = [];

    public string? VatId { get; init; }

    /// <summary>What else the law wants on a document, such as a register and a number in it.</summary>
    public string? Registration { get; init; }

    /// <summary>Where questions about an invoice go.</summary>
    public string? Email { get; init; }

    public string? Website { get; init; }
}
