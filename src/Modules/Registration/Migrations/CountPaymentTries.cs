using Cln.Data;
using FluentMigrator;

namespace Cln.Registration.Migrations;

[Migration(2026112410_03)]
internal sealed class CountPaymentTries : ForwardOnlyMigration
{
    public override void Up()
    {
        Create.Table("registration_payment_tries")
            .WithColumn("subject").AsString(100).NotNullable().PrimaryKey("pk_registration_payment_tries")
            .WithColumn("count").AsInt32().NotNullable()
            .WithColumn("since").AsInstant().NotNullable();
        Create.Index("ix_registration_payment_tries_since").OnTable("registration_payment_tries").OnColumn("since").Ascending();

        // Until now an account was made with the first payment, and only then; what has become of a payment Billing knows best.
        Alter.Table("registration_wizards").AddColumn("payment_key").AsString(128).Nullable();
        Execute.Sql("UPDATE registration_wizards SET payment_key = '' WHERE reseller_id IS NOT NULL");
        Delete.Column("payment_in_doubt").FromTable("registration_wizards");
    }
}
