using System.Data;
using Cln.Data;
using FluentMigrator;

namespace Cln.Registration.Migrations;

[Migration(2026112410_01)]
internal sealed class CreateRegistrationTables : ForwardOnlyMigration
{
    public override void Up()
    {
        Create.Table("registration_agreements")
            .WithId("pk_registration_agreements")
            .WithColumn("version").AsInt32().NotNullable()
            .WithColumn("text").AsText().NotNullable()
            .WithColumn("published_at").AsInstant().NotNullable();
        Create.Index("ix_registration_agreements_version").OnTable("registration_agreements").OnColumn("version").Ascending().WithOptions().Unique();

        Create.Table("registration_wizards")
            .WithId("pk_registration_wizards")
            .WithColumn("step").AsEnum().NotNullable()
            .WithColumn("tier_code").AsString(32).NotNullable()
            .WithColumn("tier_name").AsString(100).NotNullable()
            .WithColumn("deposit").AsMoney().NotNullable()
            .WithColumn("email").AsString(254).Nullable()
            .WithColumn("company").AsString(150).Nullable()
            .WithColumn("agreement_version").AsInt32().Nullable()
            .WithColumn("agreement_accepted_at").AsInstant().Nullable()
            .WithColumn("agreement_accepted_from").AsIpAddress().Nullable()
            .WithColumn("reseller_id").AsInt64().Nullable().ForeignKey("fk_registration_wizards_access_resellers_reseller_id", "access_resellers", "id")
            .WithColumn("payment_in_doubt").AsBoolean().NotNullable()
            .WithColumn("confirmed_at").AsInstant().Nullable()
            .WithColumn("created_at").AsInstant().NotNullable()
            .WithColumn("touched_at").AsInstant().NotNullable();
        Execute.Sql("CREATE UNIQUE INDEX ix_registration_wizards_reseller_id ON registration_wizards (reseller_id) WHERE reseller_id IS NOT NULL");

        Create.Table("registration_tokens")
            .WithColumn("hash").AsString(64).NotNullable().PrimaryKey("pk_registration_tokens")
            .WithColumn("registration_id").AsInt64().NotNullable()
                .ForeignKey("fk_registration_tokens_registration_wizards_registration_id", "registration_wizards", "id").OnDelete(Rule.Cascade)
            .WithColumn("purpose").AsEnum().NotNullable()
            .WithColumn("created_at").AsInstant().NotNullable()
            .WithColumn("expires_at").AsInstant().Nullable();
        Create.Index("ix_registration_tokens_registration_id").OnTable("registration_tokens").OnColumn("registration_id").Ascending();
    }
}
