using Cln.Data;
using FluentMigrator;

namespace Cln.Billing.Migrations;

/// <summary>How payments are looked at, what was given back and disputed, and what operators did.</summary>
[Migration(2026112440_20)]
internal sealed class CreateRefunds : Migration
{
    public override void Up()
    {
        Alter.Table("billing_payments")
            .AddColumn("refunded").AsMoney().NotNullable().WithDefaultValue(0)
            .AddColumn("looks").AsInt32().NotNullable().WithDefaultValue(0)
            .AddColumn("look_again").AsBoolean().NotNullable().WithDefaultValue(false)
            .AddColumn("submitted_at").AsInstant().Nullable()
            .AddColumn("review_reason").AsString(500).Nullable();
        CreateRefundTable();
        CreateDisputes();
        CreateOperatorActions();
    }

    public override void Down() => throw new NotSupportedException("Migrations only go up.");

    private void CreateRefundTable()
    {
        Create.Table("billing_refunds")
            .WithId("pk_billing_refunds")
            .WithColumn("reseller_id").AsInt64().NotNullable().ForeignKey("fk_billing_refunds_reseller_id", "access_resellers", "id")
            .WithColumn("payment_id").AsInt64().NotNullable().ForeignKey("fk_billing_refunds_payment_id", "billing_payments", "id")
            .WithColumn("amount").AsMoney().NotNullable()
            .WithColumn("currency").AsString(3).NotNullable()
            .WithColumn("reason").AsString(150).NotNullable()
            .WithColumn("created_at").AsInstant().NotNullable()
            .WithColumn("state").AsEnum().NotNullable()
            .WithColumn("failure_reason").AsString(500).Nullable()
            .WithColumn("idempotency_key").AsString(128).Nullable()
            .WithColumn("gateway_key").AsString(64).NotNullable()
            .WithColumn("gateway_id").AsString(200).Nullable()
            .WithColumn("ledger_transaction_id").AsInt64().Nullable().ForeignKey("fk_billing_refunds_ledger_transaction_id", "billing_ledger_transactions", "id")
            .WithColumn("leased_until").AsInstant().Nullable()
            .WithColumn("next_check_at").AsInstant().Nullable()
            .WithColumn("checks").AsInt32().NotNullable()
            .WithColumn("needs_review").AsBoolean().NotNullable()
            .WithColumn("review_reason").AsString(500).Nullable();
        Create.Index("ix_billing_refunds_reseller_id").OnTable("billing_refunds").OnColumn("reseller_id").Ascending();
        Create.Index("ix_billing_refunds_next_check_at").OnTable("billing_refunds").OnColumn("next_check_at").Ascending();
        Execute.Sql("CREATE UNIQUE INDEX ix_billing_refunds_payment_id_idempotency_key ON billing_refunds (payment_id, idempotency_key) WHERE idempotency_key IS NOT NULL");
        Execute.Sql("CREATE UNIQUE INDEX ix_billing_refunds_payment_id_gateway_id ON billing_refunds (payment_id, gateway_id) WHERE gateway_id IS NOT NULL");
        Execute.Sql("CREATE UNIQUE INDEX ix_billing_refunds_ledger_transaction_id ON billing_refunds (ledger_transaction_id) WHERE ledger_transaction_id IS NOT NULL");
    }

    private void CreateDisputes()
    {
        Create.Table("billing_disputes")
            .WithId("pk_billing_disputes")
            .WithColumn("reseller_id").AsInt64().NotNullable().ForeignKey("fk_billing_disputes_reseller_id", "access_resellers", "id")
            .WithColumn("payment_id").AsInt64().NotNullable().ForeignKey("fk_billing_disputes_payment_id", "billing_payments", "id")
            .WithColumn("gateway_id").AsString(200).NotNullable()
            .WithColumn("amount").AsMoney().NotNullable()
            .WithColumn("currency").AsString(3).NotNullable()
            .WithColumn("status").AsEnum().NotNullable()
            .WithColumn("opened_at").AsInstant().NotNullable()
            .WithColumn("closed_at").AsInstant().Nullable();
        Create.Index("ix_billing_disputes_reseller_id").OnTable("billing_disputes").OnColumn("reseller_id").Ascending();
        Create.Index("ix_billing_disputes_payment_id_gateway_id").OnTable("billing_disputes")
            .OnColumn("payment_id").Ascending().OnColumn("gateway_id").Ascending().WithOptions().Unique();
    }

    private void CreateOperatorActions()
    {
        Create.Table("billing_operator_actions")
            .WithId("pk_billing_operator_actions")
            .WithColumn("reseller_id").AsInt64().NotNullable().ForeignKey("fk_billing_operator_actions_reseller_id", "access_resellers", "id")
            .WithColumn("at").AsInstant().NotNullable()
            .WithColumn("principal").AsString(64).NotNullable()
            .WithColumn("kind").AsEnum().NotNullable()
            .WithColumn("target").AsString(64).NotNullable()
            .WithColumn("detail").AsString(100).NotNullable()
            .WithColumn("reason").AsString(150).NotNullable()
            .WithColumn("idempotency_key").AsString(128).NotNullable();
        Create.Index("ix_billing_operator_actions_reseller_id").OnTable("billing_operator_actions").OnColumn("reseller_id").Ascending();
        Create.Index("ix_billing_operator_actions_at").OnTable("billing_operator_actions").OnColumn("at").Ascending();
        Create.Index("ix_billing_operator_actions_principal_kind_idempotency_key").OnTable("billing_operator_actions")
            .OnColumn("principal").Ascending().OnColumn("kind").Ascending().OnColumn("idempotency_key").Ascending().WithOptions().Unique();
        this.MakeAppendOnly("billing_operator_actions");
    }
}
