using Cln.Data;
using FluentMigrator;

namespace Cln.Host.Evolution.Migrations;

/// <summary>How often callers use what is deprecated, and are refused by the limits.</summary>
[Migration(2026112400_41)]
internal sealed class CreateApiUses : Migration
{
    public override void Up()
    {
        Create.Table("access_api_uses")
            .WithId("pk_access_api_uses")
            .WithColumn("reseller_id").AsInt64().NotNullable()
            .WithColumn("principal").AsString(100).NotNullable()
            .WithColumn("kind").AsEnum().NotNullable()
            .WithColumn("name").AsString(200).NotNullable()
            .WithColumn("day").AsDay().NotNullable()
            .WithColumn("count").AsInt32().NotNullable()
            .WithColumn("last_at").AsInstant().NotNullable();
        Create.Index("ix_access_api_uses_principal_kind_name_day").OnTable("access_api_uses").OnColumn("principal").Ascending().OnColumn("kind").Ascending().OnColumn("name").Ascending().OnColumn("day").Ascending().WithOptions().Unique();
        Create.Index("ix_access_api_uses_reseller_id_day").OnTable("access_api_uses").OnColumn("reseller_id").Ascending().OnColumn("day").Ascending();
        Create.Index("ix_access_api_uses_day").OnTable("access_api_uses").OnColumn("day").Ascending();
    }

    public override void Down() => throw new NotSupportedException("Migrations only go up.");
}
