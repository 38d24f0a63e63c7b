using Cln.Data;
using FluentMigrator;

namespace Cln.Billing.Migrations;

/// <summary>Payment methods, the choice of autopayment, and payments.</summary>
[Migration(2026112440_04)]
internal sealed class CreatePayments : Migration
{
    public override void Up()
    {
        CreateMethods();
        CreatePaymentTable();
        CreatePaymentIndexes();
    }

    public override void Down()
    {
        Delete.Table("billing_payments");
        Delete.Table("billing_autopayments");
        Delete.Table("billing_payment_methods");
    }

    private void CreateMethods()
    {
        Create.Table("billing_payment_methods")
            .WithId("pk_billing_payment_methods")
            .WithColumn("reseller_id").AsInt64().NotNullable().ForeignKey("fk_billing_payment_methods_access_resellers_reseller_id", "access_resellers", "id")
            .WithColumn("gateway").AsString(32).NotNullable()
            .WithColumn("label").AsString(100).NotNullable()
            .WithColumn("expires_on").AsDay().Nullable()
            .WithColumn("reference").AsString(200).NotNullable()
            .WithColumn("position").AsInt32().NotNullable()
            .WithColumn("standing").AsEnum().NotNullable();
        Create.Index("ix_billing_payment_methods_reseller_id_position").OnTable("billing_payment_methods")
            .OnColumn("reseller_id").Ascending().OnColumn("position").Ascending().WithOptions().Unique();
        Execute.Sql("CREATE UNIQUE INDEX ix_billing_payment_methods_current ON billing_payment_methods (reseller_id) WHERE standing = 'Current'");

        Create.Table("billing_autopayments")
            .WithColumn("reseller_id").AsInt64().NotNullable().PrimaryKey("pk_billing_autopayments")
            .ForeignKey("fk_billing_autopayments_access_resellers_reseller_id", "access_resellers", "id")
            .WithColumn("type").AsEnum().NotNullable()
            .WithColumn("amount").AsMoney().Nullable();
    }

    private void CreatePaymentTable() =>
        Create.Table("billing_payments")
            .WithId("pk_billing_payments")
            .WithColumn("reseller_id").AsInt64().NotNullable().ForeignKey("fk_billing_payments_access_resellers_reseller_id", "access_resellers", "id")
            .WithColumn("purpose").AsEnum().NotNullable()
            .WithColumn("amount").AsMoney().NotNullable()
            .WithColumn("currency").AsString(3).NotNullable()
            .WithColumn("gateway").AsString(32).NotNullable()
            .WithColumn("description").AsString(200).NotNullable()
            .WithColumn("created_at").AsInstant().NotNullable()
            .WithColumn("state").AsEnum().NotNullable()
            .WithColumn("decline_reason").AsString(500).Nullable()
            .WithColumn("payment_method_id").AsInt64().Nullable().ForeignKey("fk_billing_payments_billing_payment_methods_payment_method_id", "billing_payment_methods", "id")
            .WithColumn("idempotency_key").AsString(128).NotNullable()
            .WithColumn("gateway_key").AsString(64).NotNullable()
            .WithColumn("gateway_id").AsString(200).Nullable()
            .WithColumn("gateway_charge_id").AsString(200).Nullable()
            .WithColumn("approval_url").AsString(2000).Nullable()
            .WithColumn("return_url").AsString(1000).Nullable()
            .WithColumn("cancel_url").AsString(1000).Nullable()
            .WithColumn("ledger_transaction_id").AsInt64().Nullable()
            .ForeignKey("fk_billing_payments_ledger_transaction_id", "billing_ledger_transactions", "id")
            .WithColumn("leased_until").AsInstant().Nullable()
            .WithColumn("next_check_at").AsInstant().Nullable()
            .WithColumn("checks").AsInt32().NotNullable()
            .WithColumn("needs_review").AsBoolean().NotNullable();

    private void CreatePaymentIndexes()
    {
        Create.Index("ix_billing_payments_reseller_id_purpose_idempotency_key").OnTable("billing_payments")
            .OnColumn("reseller_id").Ascending().OnColumn("purpose").Ascending().OnColumn("idempotency_key").Ascending().WithOptions().Unique();
        Create.Index("ix_billing_payments_payment_method_id").OnTable("billing_payments").OnColumn("payment_method_id").Ascending();
        Create.Index("ix_billing_payments_next_check_at").OnTable("billing_payments").OnColumn("next_check_at").Ascending();
        Execute.Sql("CREATE UNIQUE INDEX ix_billing_payments_gateway_gateway_id ON billing_payments (gateway, gateway_id) WHERE gateway_id IS NOT NULL");
        Execute.Sql("CREATE UNIQUE INDEX ix_billing_payments_gateway_gateway_charge_id ON billing_payments (gateway, gateway_charge_id) WHERE gateway_charge_id IS NOT NULL");
        Execute.Sql("CREATE UNIQUE INDEX ix_billing_payments_ledger_transaction_id ON billing_payments (ledger_transaction_id) WHERE ledger_transaction_id IS NOT NULL");
        Execute.Sql(
            "CREATE UNIQUE INDEX ix_billing_payments_deposit ON billing_payments (reseller_id) WHERE purpose = 'Deposit' " +
            "AND state IN ('Created', 'Submitting', 'RequiresAction', 'Processing', 'Unknown', 'Posted', 'PartRefunded', 'Refunded', 'Disputed', 'ChargedBack')");
        Execute.Sql(
            "CREATE UNIQUE INDEX ix_billing_payments_open_autopayment ON billing_payments (reseller_id) WHERE purpose = 'Autopayment' " +
            "AND state IN ('Created', 'Submitting', 'RequiresAction', 'Processing', 'Unknown')");
    }
}
