using Cln.Data;
using FluentMigrator;

namespace Cln.Billing.Migrations;

/// <summary>Pauses and switching off of autopayments, and what was decided about them.</summary>
[Migration(2026112440_30)]
internal sealed class CreateAutopaymentDecisions : AutoReversingMigration
{
    public override void Up()
    {
        Alter.Table("billing_autopayments")
            .AddColumn("paused_until").AsInstant().Nullable()
            .AddColumn("switched_off_at").AsInstant().Nullable()
            .AddColumn("chosen_at").AsInstant().Nullable();

        Create.Table("billing_autopayment_decisions")
            .WithId("pk_billing_autopayment_decisions")
            .WithColumn("reseller_id").AsInt64().NotNullable().ForeignKey("fk_billing_autopayment_decisions_reseller_id", "access_resellers", "id")
            .WithColumn("at").AsInstant().NotNullable()
            .WithColumn("last_at").AsInstant().NotNullable()
            .WithColumn("times").AsInt32().NotNullable()
            .WithColumn("balance").AsMoney().NotNullable()
            .WithColumn("version").AsInt64().NotNullable()
            .WithColumn("outcome").AsEnum().NotNullable()
            .WithColumn("reason").AsString(300).NotNullable()
            .WithColumn("amount").AsMoney().Nullable()
            .WithColumn("retry_at").AsInstant().Nullable()
            .WithColumn("payment_id").AsInt64().Nullable().ForeignKey("fk_billing_autopayment_decisions_payment_id", "billing_payments", "id")
            .WithColumn("payment_method_id").AsInt64().Nullable().ForeignKey("fk_billing_autopayment_decisions_payment_method_id", "billing_payment_methods", "id");
        Create.Index("ix_billing_autopayment_decisions_reseller_id_id").OnTable("billing_autopayment_decisions").OnColumn("reseller_id").Ascending().OnColumn("id").Ascending();
        Create.Index("ix_billing_autopayment_decisions_payment_id").OnTable("billing_autopayment_decisions").OnColumn("payment_id").Ascending();
        Create.Index("ix_billing_autopayment_decisions_payment_method_id").OnTable("billing_autopayment_decisions").OnColumn("payment_method_id").Ascending();
    }
}
