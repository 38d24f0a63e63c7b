using Cln.Contracts;
using FluentMigrator;

namespace Cln.IpLicenses.Migrations;

[Migration(2026112420_01)]
internal sealed class CreateCatalogue : Migration
{
    public override void Up()
    {
        Create.Table("ip_licenses_types")
            .WithColumn("code").AsString(32).NotNullable().PrimaryKey("pk_ip_licenses_types")
            .WithColumn("name").AsString(100).NotNullable()
            .WithColumn("product").AsString(100).NotNullable()
            .WithColumn("legacy_id").AsInt32().Nullable()
            .WithColumn("position").AsInt32().NotNullable();
        Execute.Sql("CREATE UNIQUE INDEX ix_ip_licenses_types_legacy_id ON ip_licenses_types (legacy_id) WHERE legacy_id IS NOT NULL");

        Create.Table("ip_licenses_data_centers")
            .WithColumn("code").AsString(16).NotNullable().PrimaryKey("pk_ip_licenses_data_centers")
            .WithColumn("name").AsString(100).NotNullable();

        foreach (var (position, type) in LicenseType.BuiltIn.Index())
            Insert.IntoTable("ip_licenses_types").Row(new { code = type.Code, name = type.Name, product = type.Product, legacy_id = type.LegacyId, position });
        Insert.IntoTable("ip_licenses_data_centers")
            .Row(new { code = "EU1", name = "Strasbourg, France" })
            .Row(new { code = "EU2", name = "Frankfurt, Germany" })
            .Row(new { code = "US1", name = "St. Louis, United States" });
    }

    public override void Down()
    {
        Delete.Table("ip_licenses_data_centers");
        Delete.Table("ip_licenses_types");
    }
}
