using Cln.Data;
using FluentMigrator;

namespace Cln.Billing.Migrations;

/// <summary>Who is short of money since when, and in which order its things are suspended.</summary>
[Migration(2026112440_31)]
internal sealed class CreateShortfalls : Migration
{
    public override void Up()
    {
        Create.Table("billing_shortfalls")
            .WithId("pk_billing_shortfalls")
            .WithColumn("reseller_id").AsInt64().NotNullable().ForeignKey("fk_billing_shortfalls_access_resellers_reseller_id", "access_resellers", "id")
            .WithColumn("began_at").AsInstant().NotNullable()
            .WithColumn("grace_ends_at").AsInstant().NotNullable()
            .WithColumn("suspended_at").AsInstant().Nullable()
            .WithColumn("ended_at").AsInstant().Nullable();
        Execute.Sql("CREATE UNIQUE INDEX ix_billing_shortfalls_open ON billing_shortfalls (reseller_id) WHERE ended_at IS NULL");

        Create.Table("billing_suspension_places")
            .WithColumn("reseller_id").AsInt64().NotNullable().PrimaryKey("pk_billing_suspension_places")
            .ForeignKey("fk_billing_suspension_places_access_resellers_reseller_id", "access_resellers", "id")
            .WithColumn("item_key").AsString(120).NotNullable().PrimaryKey("pk_billing_suspension_places")
            .WithColumn("position").AsInt32().NotNullable();
    }

    public override void Down()
    {
        Delete.Table("billing_suspension_places");
        Delete.Table("billing_shortfalls");
    }
}
