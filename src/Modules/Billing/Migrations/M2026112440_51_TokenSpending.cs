using Cln.Data;
using FluentMigrator;

namespace Cln.Billing.Migrations;

/// <summary>Which API token caused a charge or a payment, and for which day it was counted.</summary>
[Migration(2026112440_51)]
internal sealed class AddTokenSpending : AutoReversingMigration
{
    public override void Up()
    {
        Alter.Table("billing_charges")
            .AddColumn("api_token_id").AsInt64().Nullable()
            .AddColumn("spent_on").AsDay().Nullable();
        Alter.Table("billing_payments")
            .AddColumn("api_token_id").AsInt64().Nullable()
            .AddColumn("spent_on").AsDay().Nullable()
            .AddColumn("spent").AsMoney().NotNullable().WithDefaultValue(0);
        foreach (var table in new[] { "billing_charges", "billing_payments" })
            Create.Index($"ix_{table}_api_token_id_spent_on").OnTable(table).OnColumn("api_token_id").Ascending().OnColumn("spent_on").Ascending();
    }
}
