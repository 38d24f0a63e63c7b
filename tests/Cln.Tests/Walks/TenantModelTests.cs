using Cln.Data;
using Cln.Host.Access;
using Cln.Host.Data;
using Cln.Host.Events;
using Cln.Registration;
using Cln.Tests.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Tests.Walks;

/// <summary>What is about a reseller belongs to one, so that the tenant filter is under it; nobody has to remember a condition.</summary>
public sealed class TenantModelTests
{
    private static readonly Dictionary<Type, string> Exempt = new()
    {
        [typeof(Cln.Registration.Registration)] = "It is there before its reseller is, and is opened by a secret alone.",
        [typeof(RegistrationToken)] = "It is the hash of such a secret.",
        [typeof(EventDelivery)] = "Only the platform's dispatcher reads it.",
    };

    [Fact]
    public void Every_entity_about_a_reseller_belongs_to_one_or_says_why_not() =>
        Assert.Equal(Exempt.Keys.Select(entity => entity.Name).Order(StringComparer.Ordinal), Strays(BuiltIn.Assemblies));

    [Fact]
    public void An_entity_that_forgets_whose_it_is_is_told() =>
        Assert.Equal(["ForgetsItsOwner", "HangsOnAnOwnedRow"], Strays([.. BuiltIn.Assemblies, typeof(TenantModelTests).Assembly]).Where(name => Exempt.Keys.All(entity => entity.Name != name)));

    /// <summary>Entities with a reseller's id, or below a row that has one, that nobody owns.</summary>
    private static IEnumerable<string> Strays(IReadOnlyList<System.Reflection.Assembly> assemblies)
    {
        var options = new DbContextOptionsBuilder<ClnDbContext>();
        options.UseDatabase(DatabaseKind.Sqlite, "Data Source=never-opened");
        using var db = new ClnDbContext(options.Options, new Mappings(assemblies), new Caller());
        return [.. db.Model.GetEntityTypes().Where(entity => !entity.ClrType.IsAssignableTo(typeof(IOwned)) && IsAboutReseller(entity)).Select(entity => entity.ClrType.Name).Order(StringComparer.Ordinal)];
    }

    private static bool IsAboutReseller(IEntityType entity) =>
        entity.GetProperties().Any(property => property.Name.Contains("ResellerId", StringComparison.OrdinalIgnoreCase)) ||
        entity.GetForeignKeys().Select(key => key.PrincipalEntityType).Any(principal => principal != entity &&
            (principal.ClrType == typeof(Reseller) || principal.ClrType.IsAssignableTo(typeof(IOwned)) || IsAboutReseller(principal)));

    private sealed record ForgetsItsOwner(long Id, long ResellerId);

    private sealed record HangsOnAnOwnedRow(long Id, long ApiTokenId);

    private sealed class PlantedMappings : IEntityTypeConfiguration<ForgetsItsOwner>, IEntityTypeConfiguration<HangsOnAnOwnedRow>
    {
        public void Configure(EntityTypeBuilder<ForgetsItsOwner> builder) => builder.ToTable("tests_forgets_its_owner");

        public void Configure(EntityTypeBuilder<HangsOnAnOwnedRow> builder)
        {
            builder.ToTable("tests_hangs_on_an_owned_row");
            builder.HasOne<ApiToken>().WithMany().HasForeignKey(row => row.ApiTokenId);
        }
    }
}
