using System.Text.RegularExpressions;
using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.IpLicenses;

/// <summary>A type for the catalogue.</summary>
/// <param name="Code">The name for programs: 2 to 32 of A-Z, 0-9 and '_', beginning with a letter.</param>
/// <param name="Name">The name for people, at most 100 characters.</param>
/// <param name="Product">The product that it belongs to in the menu, at most 100 characters. Licences can be converted among the types of one product.</param>
/// <param name="LegacyId">Its number in the older machine protocols, if those are to know it.</param>
internal sealed record AddLicenseTypeInput(string Code, string Name, string Product, int? LegacyId = null);

[Extends<Mutation>]
internal static partial class AddLicenseType
{
    /// <summary>Adds a type to the end of the catalogue. It can be licensed within a minute; its price is set in the price list.</summary>
    [Scope(Scopes.Operator)]
    [SavesInSteps]
    [Throws<LicenseTypeExists>]
    [Throws<InvalidInput>]
    public static async Task<LicenseType> AddLicenseTypeAsync(AddLicenseTypeInput input, ClnDbContext db, IUnitOfWork work, Catalogue catalogue, CancellationToken cancellation)
    {
        if (!CodeForm().IsMatch(input.Code)) throw new InvalidInput("code", "it has 2 to 32 characters of A-Z, 0-9 and '_', and begins with a letter.");
        var type = new LicenseType(input.Code, Text("name", input.Name), Text("product", input.Product), input.LegacyId);
        await work.CommitAsync(() => AddAsync(type, db, cancellation), cancellation);
        catalogue.Forget();
        return type;
    }

    private static async Task AddAsync(LicenseType type, ClnDbContext db, CancellationToken cancellation)
    {
        if (await db.LicenseTypes.AnyAsync(known => known.Code == type.Code || (type.LegacyId != null && known.LegacyId == type.LegacyId), cancellation)) throw new LicenseTypeExists(type);
        var last = await db.LicenseTypes.MaxAsync(known => (int?)EF.Property<int>(known, LicenseTypeMapping.Position), cancellation) ?? 0;
        db.LicenseTypes.Add(type).Property<int>(LicenseTypeMapping.Position).CurrentValue = last + 1;
    }

    private static string Text(string field, string text)
    {
        var trimmed = text.Trim();
        if (trimmed.Length is 0 or > LicenseTypeMapping.LongestName || trimmed.Any(char.IsControl))
            throw new InvalidInput(field, $"it is one line of 1 to {LicenseTypeMapping.LongestName} characters.");
        return trimmed;
    }

    [GeneratedRegex(@"^[A-Z][A-Z0-9_]{1,31}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeForm();
}

/// <summary>The catalogue has a type of this code, or of this number.</summary>
internal sealed class LicenseTypeExists(LicenseType type)
    : DomainError("LICENSE_TYPE_EXISTS", $"The catalogue has a type with the code {type.Code}{(type.LegacyId is { } id ? $" or with the legacy id {id}" : "")} already. Choose another.");
