using Cln.Data;
using FluentMigrator;

namespace Cln.Billing.Migrations;

/// <summary>Our notes on orders at PayPal, and on wallets that are to be kept there.</summary>
[Migration(2026112440_15)]
internal sealed class CreatePayPal : AutoReversingMigration
{
    public override void Up()
    {
        Create.Table("billing_paypal_orders")
            .WithId("pk_billing_paypal_orders")
            .WithColumn("reseller_id").AsInt64().NotNullable().ForeignKey("fk_billing_paypal_orders_access_resellers_reseller_id", "access_resellers", "id")
            .WithColumn("order_key").AsString(100).NotNullable()
            .WithColumn("name").AsString(200).NotNullable()
            .WithColumn("order_id").AsString(200).Nullable()
            .WithColumn("amount").AsMoney().NotNullable()
            .WithColumn("currency").AsString(3).NotNullable()
            .WithColumn("description").AsString(200).NotNullable()
            .WithColumn("method").AsString(200).Nullable()
            .WithColumn("off_session").AsBoolean().NotNullable()
            .WithColumn("created_at").AsInstant().NotNullable()
            .WithColumn("approved_at").AsInstant().Nullable()
            .WithColumn("capture_sent_at").AsInstant().Nullable()
            .WithColumn("sendings").AsInt32().NotNullable()
            .WithColumn("failures").AsInt32().NotNullable()
            .WithColumn("capture_id").AsString(200).Nullable()
            .WithColumn("given_up_at").AsInstant().Nullable()
            .WithColumn("decline_code").AsString(64).Nullable()
            .WithColumn("decline_class").AsEnum().Nullable()
            .WithColumn("decline_reason").AsString(500).Nullable();
        Create.Index("ix_billing_paypal_orders_order_key").OnTable("billing_paypal_orders").OnColumn("order_key").Ascending().WithOptions().Unique();
        Create.Index("ix_billing_paypal_orders_name").OnTable("billing_paypal_orders").OnColumn("name").Ascending().WithOptions().Unique();
        Create.Index("ix_billing_paypal_orders_reseller_id").OnTable("billing_paypal_orders").OnColumn("reseller_id").Ascending();

        Create.Table("billing_paypal_setups")
            .WithId("pk_billing_paypal_setups")
            .WithColumn("reseller_id").AsInt64().NotNullable().ForeignKey("fk_billing_paypal_setups_access_resellers_reseller_id", "access_resellers", "id")
            .WithColumn("name").AsString(200).NotNullable()
            .WithColumn("created_at").AsInstant().NotNullable();
        Create.Index("ix_billing_paypal_setups_name").OnTable("billing_paypal_setups").OnColumn("name").Ascending().WithOptions().Unique();
        Create.Index("ix_billing_paypal_setups_reseller_id").OnTable("billing_paypal_setups").OnColumn("reseller_id").Ascending();
    }
}
