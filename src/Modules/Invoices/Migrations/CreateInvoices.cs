using Cln.Data;
using FluentMigrator;

namespace Cln.Invoices.Migrations;

[Migration(2026112450_01)]
internal sealed class CreateInvoices : Migration
{
    public override void Up()
    {
        Create.Table("invoices_series")
            .WithColumn("reseller_id").AsInt64().NotNullable().PrimaryKey("pk_invoices_series")
                .ForeignKey("fk_invoices_series_access_resellers_reseller_id", "access_resellers", "id")
            .WithColumn("last_sequence").AsInt64().NotNullable();

        Create.Table("invoices_invoices")
            .WithId("pk_invoices_invoices")
            .WithColumn("reseller_id").AsInt64().NotNullable().ForeignKey("fk_invoices_invoices_access_resellers_reseller_id", "access_resellers", "id")
            .WithColumn("number").AsString(40).NotNullable()
            .WithColumn("sequence").AsInt64().NotNullable()
            .WithColumn("created_at").AsInstant().NotNullable()
            .WithColumn("type").AsEnum().NotNullable()
            .WithColumn("pay_period").AsDay().NotNullable()
            .WithColumn("total").AsMoney().NotNullable()
            .WithColumn("balance").AsMoney().NotNullable()
            .WithColumn("currency").AsString(3).NotNullable()
            .WithColumn("recipient_company").AsString(200).NotNullable()
            .WithColumn("recipient_first_name").AsString(100).NotNullable()
            .WithColumn("recipient_last_name").AsString(100).NotNullable()
            .WithColumn("recipient_email").AsString(254).NotNullable()
            .WithColumn("recipient_street").AsString(200).Nullable()
            .WithColumn("recipient_city").AsString(100).Nullable()
            .WithColumn("recipient_region").AsString(100).Nullable()
            .WithColumn("recipient_postal_code").AsString(20).Nullable()
            .WithColumn("recipient_country").AsString(2).NotNullable()
            .WithColumn("recipient_vat_id").AsString(32).Nullable();
        Create.Index("ix_invoices_invoices_number").OnTable("invoices_invoices").OnColumn("number").Unique();
        Create.Index("ix_invoices_invoices_reseller_id_sequence").OnTable("invoices_invoices").OnColumn("reseller_id").Ascending().OnColumn("sequence").Ascending().WithOptions().Unique();
        Execute.Sql("CREATE UNIQUE INDEX ix_invoices_invoices_reseller_id_pay_period ON invoices_invoices (reseller_id, pay_period) WHERE type = 'Invoice'");

        Create.Table("invoices_lines")
            .WithColumn("invoice_id").AsInt64().NotNullable().PrimaryKey("pk_invoices_lines").ForeignKey("fk_invoices_lines_invoices_invoices_invoice_id", "invoices_invoices", "id")
            .WithColumn("position").AsInt32().NotNullable().PrimaryKey("pk_invoices_lines")
            .WithColumn("reseller_id").AsInt64().NotNullable()
            .WithColumn("title").AsString(200).NotNullable()
            .WithColumn("quantity").AsInt32().NotNullable()
            .WithColumn("sub_total").AsMoney().NotNullable();

        this.MakeAppendOnly("invoices_invoices");
        this.MakeAppendOnly("invoices_lines");
    }

    public override void Down() => throw new NotSupportedException("Issued documents are not thrown away.");
}
