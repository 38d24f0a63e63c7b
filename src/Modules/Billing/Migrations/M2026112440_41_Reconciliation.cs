using Cln.Data;
using FluentMigrator;

namespace Cln.Billing.Migrations;

/// <summary>What gateways say has moved, how far their statements were read, and where they and our books differ.</summary>
[Migration(2026112440_41)]
internal sealed class CreateReconciliation : Migration
{
    public override void Up()
    {
        Create.Table("billing_gateway_statements")
            .WithColumn("gateway").AsString(32).NotNullable().PrimaryKey("pk_billing_gateway_statements")
            .WithColumn("begins").AsInstant().NotNullable()
            .WithColumn("read_through").AsInstant().NotNullable();

        Create.Table("billing_gateway_movements")
            .WithId("pk_billing_gateway_movements")
            .WithColumn("gateway").AsString(32).NotNullable()
            .WithColumn("movement_id").AsString(200).NotNullable()
            .WithColumn("kind").AsEnum().NotNullable()
            .WithColumn("charge_id").AsString(200).NotNullable()
            .WithColumn("amount").AsMoney().NotNullable()
            .WithColumn("fee").AsMoney().NotNullable()
            .WithColumn("currency").AsString(3).NotNullable()
            .WithColumn("at").AsInstant().NotNullable()
            .WithColumn("read_at").AsInstant().NotNullable()
            .WithColumn("fee_posted").AsMoney().NotNullable()
            .WithColumn("fee_postings").AsInt32().NotNullable();
        Create.Index("ix_billing_gateway_movements_gateway_movement_id").OnTable("billing_gateway_movements")
            .OnColumn("gateway").Ascending().OnColumn("movement_id").Ascending().WithOptions().Unique();
        Create.Index("ix_billing_gateway_movements_gateway_charge_id").OnTable("billing_gateway_movements")
            .OnColumn("gateway").Ascending().OnColumn("charge_id").Ascending();

        Create.Table("billing_breaks")
            .WithId("pk_billing_breaks")
            .WithColumn("gateway").AsString(32).NotNullable()
            .WithColumn("kind").AsEnum().NotNullable()
            .WithColumn("charge_id").AsString(200).NotNullable()
            .WithColumn("payment_id").AsInt64().Nullable()
            .WithColumn("ours").AsMoney().Nullable()
            .WithColumn("theirs").AsMoney().Nullable()
            .WithColumn("currency").AsString(3).NotNullable()
            .WithColumn("opened_at").AsInstant().NotNullable()
            .WithColumn("alerted_at").AsInstant().Nullable()
            .WithColumn("closed_at").AsInstant().Nullable()
            .WithColumn("ending").AsEnum().Nullable();
        Execute.Sql("CREATE UNIQUE INDEX ix_billing_breaks_open ON billing_breaks (gateway, kind, charge_id) WHERE closed_at IS NULL");
    }

    public override void Down() => throw new NotSupportedException("Migrations only go up.");
}
