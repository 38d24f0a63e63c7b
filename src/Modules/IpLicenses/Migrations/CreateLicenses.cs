using Cln.Data;
using FluentMigrator;

namespace Cln.IpLicenses.Migrations;

[Migration(2026112420_02)]
internal sealed class CreateLicenses : Migration
{
    public override void Up()
    {
        Create.Table("ip_licenses_licenses")
            .WithId("pk_ip_licenses_licenses")
            .WithColumn("reseller_id").AsInt64().NotNullable().ForeignKey("fk_ip_licenses_licenses_access_resellers_reseller_id", "access_resellers", "id")
            .WithColumn("ip").AsIpAddress().NotNullable()
            .WithColumn("ip_sort_key").AsString(32).NotNullable()
            .WithColumn("type_code").AsString(32).NotNullable().ForeignKey("fk_ip_licenses_licenses_ip_licenses_types_type_code", "ip_licenses_types", "code")
            .WithColumn("hostname").AsString(253).Nullable()
            .WithColumn("added_at").AsInstant().Nullable()
            .WithColumn("last_check_in_at").AsInstant().Nullable()
            .WithColumn("created_at").AsInstant().NotNullable();

        // One licence for each address and type, over all resellers.
        Create.Index("ix_ip_licenses_licenses_ip_type_code").OnTable("ip_licenses_licenses").OnColumn("ip").Ascending().OnColumn("type_code").Ascending().WithOptions().Unique();
        Create.Index("ix_ip_licenses_licenses_reseller_id_ip_sort_key").OnTable("ip_licenses_licenses").OnColumn("reseller_id").Ascending().OnColumn("ip_sort_key").Ascending();
        Create.Index("ix_ip_licenses_licenses_type_code").OnTable("ip_licenses_licenses").OnColumn("type_code");

        Create.Table("ip_licenses_backups")
            .WithId("pk_ip_licenses_backups")
            .WithColumn("reseller_id").AsInt64().NotNullable().ForeignKey("fk_ip_licenses_backups_access_resellers_reseller_id", "access_resellers", "id")
            .WithColumn("ip_license_id").AsInt64().NotNullable().ForeignKey("fk_ip_licenses_backups_ip_licenses_licenses_ip_license_id", "ip_licenses_licenses", "id")
            .WithColumn("ip").AsIpAddress().NotNullable()
            .WithColumn("size_gb").AsInt32().NotNullable()
            .WithColumn("data_center").AsString(16).NotNullable().ForeignKey("fk_ip_licenses_backups_ip_licenses_data_centers_data_center", "ip_licenses_data_centers", "code")
            .WithColumn("created_at").AsInstant().NotNullable();
        Create.Index("ix_ip_licenses_backups_ip_license_id").OnTable("ip_licenses_backups").OnColumn("ip_license_id");
        Create.Index("ix_ip_licenses_backups_reseller_id_ip").OnTable("ip_licenses_backups").OnColumn("reseller_id").Ascending().OnColumn("ip").Ascending().WithOptions().Unique();
        Create.Index("ix_ip_licenses_backups_data_center").OnTable("ip_licenses_backups").OnColumn("data_center");
    }

    public override void Down()
    {
        Delete.Table("ip_licenses_backups");
        Delete.Table("ip_licenses_licenses");
    }
}
