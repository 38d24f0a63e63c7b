using Cln.Data;
using FluentMigrator;

namespace Cln.Billing.Migrations;

/// <summary>Which mails about money were written.</summary>
[Migration(2026112440_07)]
internal sealed class CreateNotices : AutoReversingMigration
{
    public override void Up()
    {
        Create.Table("billing_notices")
            .WithId("pk_billing_notices")
            .WithColumn("reseller_id").AsInt64().NotNullable().ForeignKey("fk_billing_notices_reseller_id", "access_resellers", "id")
            .WithColumn("occasion").AsString(200).NotNullable()
            .WithColumn("at").AsInstant().NotNullable();
        Create.Index("ix_billing_notices_reseller_id_occasion").OnTable("billing_notices")
            .OnColumn("reseller_id").Ascending().OnColumn("occasion").Ascending().WithOptions().Unique();
    }
}
