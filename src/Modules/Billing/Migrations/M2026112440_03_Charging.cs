using Cln.Data;
using FluentMigrator;

namespace Cln.Billing.Migrations;

/// <summary>What runs in which month, and the lines of what was charged for it.</summary>
[Migration(2026112440_03)]
internal sealed class CreateCharging : AutoReversingMigration
{
    public override void Up()
    {
        Create.Table("billing_usage")
            .WithColumn("reseller_id").AsInt64().NotNullable().PrimaryKey("pk_billing_usage").ForeignKey("fk_billing_usage_access_resellers_reseller_id", "access_resellers", "id")
            .WithColumn("month").AsDay().NotNullable().PrimaryKey("pk_billing_usage")
            .WithColumn("item_key").AsString(120).NotNullable().PrimaryKey("pk_billing_usage")
            .WithColumn("price_code").AsString(64).NotNullable()
            .WithColumn("title").AsString(120).NotNullable()
            .WithColumn("unit_price").AsMoney().NotNullable()
            .WithColumn("days_in_month").AsInt32().NotNullable()
            .WithColumn("quantities").AsString(400).NotNullable()
            .WithColumn("running").AsInt32().NotNullable()
            .WithColumn("unit_days").AsInt64().NotNullable()
            .WithColumn("charged").AsMoney().NotNullable()
            .WithColumn("changes").AsInt32().NotNullable();

        Create.Table("billing_charges")
            .WithId("pk_billing_charges")
            .WithColumn("reseller_id").AsInt64().NotNullable().ForeignKey("fk_billing_charges_access_resellers_reseller_id", "access_resellers", "id")
            .WithColumn("transaction_id").AsInt64().NotNullable().ForeignKey("fk_billing_charges_billing_ledger_transactions_transaction_id", "billing_ledger_transactions", "id")
            .WithColumn("kind").AsEnum().NotNullable()
            .WithColumn("title").AsString(120).NotNullable()
            .WithColumn("quantity").AsInt32().NotNullable()
            .WithColumn("sub_total").AsMoney().NotNullable()
            .WithColumn("invoiced_month").AsDay().Nullable();
        Create.Index("ix_billing_charges_reseller_id_invoiced_month").OnTable("billing_charges").OnColumn("reseller_id").Ascending().OnColumn("invoiced_month").Ascending();
        Create.Index("ix_billing_charges_transaction_id").OnTable("billing_charges").OnColumn("transaction_id").Ascending();
    }
}
