using Cln.Data;
using FluentMigrator;

namespace Cln.Billing.Migrations;

/// <summary>The sandbox gateway's own book.</summary>
[Migration(2026112440_05)]
internal sealed class CreateSandbox : AutoReversingMigration
{
    public override void Up()
    {
        Create.Table("billing_sandbox_payments")
            .WithId("pk_billing_sandbox_payments")
            .WithColumn("name").AsString(40).NotNullable()
            .WithColumn("order_key").AsString(100).NotNullable()
            .WithColumn("amount").AsMoney().NotNullable()
            .WithColumn("currency").AsString(3).NotNullable()
            .WithColumn("description").AsString(200).NotNullable()
            .WithColumn("token").AsString(64).Nullable()
            .WithColumn("return_url").AsString(1000).Nullable()
            .WithColumn("cancel_url").AsString(1000).Nullable()
            .WithColumn("status").AsEnum().NotNullable()
            .WithColumn("charge_name").AsString(40).Nullable()
            .WithColumn("decline_reason").AsString(200).Nullable()
            .WithColumn("created_at").AsInstant().NotNullable();
        Create.Index("ix_billing_sandbox_payments_name").OnTable("billing_sandbox_payments").OnColumn("name").Ascending().WithOptions().Unique();
        Create.Index("ix_billing_sandbox_payments_order_key").OnTable("billing_sandbox_payments").OnColumn("order_key").Ascending().WithOptions().Unique();
    }
}
