using Cln.Data;
using FluentMigrator;

namespace Cln.Billing.Migrations;

/// <summary>Resellers as gateways know them, and what a payment's form in the browser needs.</summary>
[Migration(2026112440_11)]
internal sealed class CreateGatewayCustomers : Migration
{
    public override void Up()
    {
        Create.Table("billing_gateway_customers")
            .WithId("pk_billing_gateway_customers")
            .WithColumn("reseller_id").AsInt64().NotNullable().ForeignKey("fk_billing_gateway_customers_reseller_id", "access_resellers", "id")
            .WithColumn("gateway").AsString(32).NotNullable()
            .WithColumn("key").AsString(32).NotNullable()
            .WithColumn("reference").AsString(200).Nullable();
        Create.Index("ix_billing_gateway_customers_reseller_id_gateway").OnTable("billing_gateway_customers")
            .OnColumn("reseller_id").Ascending().OnColumn("gateway").Ascending().WithOptions().Unique();
        Execute.Sql("CREATE UNIQUE INDEX ix_billing_gateway_customers_gateway_reference ON billing_gateway_customers (gateway, reference) WHERE reference IS NOT NULL");

        Alter.Table("billing_payments").AddColumn("client_secret").AsString(200).Nullable();
    }

    public override void Down() => throw new NotSupportedException("Migrations only go up.");
}
