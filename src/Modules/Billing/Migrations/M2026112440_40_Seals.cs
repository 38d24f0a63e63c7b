using Cln.Data;
using FluentMigrator;

namespace Cln.Billing.Migrations;

/// <summary>How far each reseller's chain was sealed, and each day's signature over all of them.</summary>
[Migration(2026112440_40)]
internal sealed class CreateSeals : Migration
{
    public override void Up()
    {
        Create.Table("billing_seals")
            .WithColumn("reseller_id").AsInt64().NotNullable().PrimaryKey("pk_billing_seals").ForeignKey("fk_billing_seals_access_resellers_reseller_id", "access_resellers", "id")
            .WithColumn("day").AsDay().NotNullable().PrimaryKey("pk_billing_seals")
            .WithColumn("chain_seq").AsInt64().NotNullable()
            .WithColumn("head_hash").AsString(64).NotNullable()
            .WithColumn("turnover").AsInt64().NotNullable();
        Create.Table("billing_sealed_days")
            .WithColumn("day").AsDay().NotNullable().PrimaryKey("pk_billing_sealed_days")
            .WithColumn("previous").AsString(64).NotNullable()
            .WithColumn("digest").AsString(64).NotNullable()
            .WithColumn("public_key").AsString(64).NotNullable()
            .WithColumn("signature").AsString(128).NotNullable();

        this.MakeAppendOnly("billing_seals");
        this.MakeAppendOnly("billing_sealed_days");
    }

    public override void Down() => throw new NotSupportedException("Seals are not thrown away.");
}
