using Cln.Data;
using FluentMigrator;

namespace Cln.Billing.Migrations;

/// <summary>What the sandbox gateway gave back. Why it declines is the card's, and no longer a column.</summary>
[Migration(2026112440_06)]
internal sealed class CreateSandboxRefunds : Migration
{
    public override void Up()
    {
        Delete.Column("decline_reason").FromTable("billing_sandbox_payments");
        Create.Table("billing_sandbox_refunds")
            .WithId("pk_billing_sandbox_refunds")
            .WithColumn("name").AsString(40).NotNullable()
            .WithColumn("payment").AsString(40).NotNullable()
            .WithColumn("order_key").AsString(100).NotNullable()
            .WithColumn("amount").AsMoney().NotNullable()
            .WithColumn("currency").AsString(3).NotNullable()
            .WithColumn("created_at").AsInstant().NotNullable();
        Create.Index("ix_billing_sandbox_refunds_name").OnTable("billing_sandbox_refunds").OnColumn("name").Ascending().WithOptions().Unique();
        Create.Index("ix_billing_sandbox_refunds_order_key").OnTable("billing_sandbox_refunds").OnColumn("order_key").Ascending().WithOptions().Unique();
        Create.Index("ix_billing_sandbox_refunds_payment").OnTable("billing_sandbox_refunds").OnColumn("payment").Ascending();
    }

    public override void Down() => throw new NotSupportedException("Migrations only go up.");
}
