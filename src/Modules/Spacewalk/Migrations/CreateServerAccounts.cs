using System.Data;
using Cln.Data;
using FluentMigrator;

namespace Cln.Spacewalk.Migrations;

[Migration(2026112430_01)]
internal sealed class CreateServerAccounts : AutoReversingMigration
{
    public override void Up()
    {
        Create.Table("spacewalk_server_accounts")
            .WithId("pk_spacewalk_server_accounts")
            .WithColumn("reseller_id").AsInt64().NotNullable().ForeignKey("fk_spacewalk_server_accounts_access_resellers_reseller_id", "access_resellers", "id")
            .WithColumn("login").AsString(55).NotNullable()
            .WithColumn("first_name").AsString(100).NotNullable()
            .WithColumn("last_name").AsString(100).NotNullable()
            .WithColumn("company").AsString(100).NotNullable()
            .WithColumn("email").AsString(254).NotNullable()
            .WithColumn("limit").AsInt32().NotNullable()
            .WithColumn("created_at").AsInstant().NotNullable()
            .WithColumn("version").AsInt64().NotNullable();
        Create.Index("ix_spacewalk_server_accounts_reseller_id").OnTable("spacewalk_server_accounts").OnColumn("reseller_id");
        Create.Index("ix_spacewalk_server_accounts_login").OnTable("spacewalk_server_accounts").OnColumn("login").Unique();

        Create.Table("spacewalk_keys")
            .WithId("pk_spacewalk_keys")
            .WithColumn("reseller_id").AsInt64().NotNullable()
            .WithColumn("server_account_id").AsInt64().NotNullable()
                .ForeignKey("fk_spacewalk_keys_spacewalk_server_accounts_server_account_id", "spacewalk_server_accounts", "id").OnDelete(Rule.Cascade)
            .WithColumn("token").AsString(64).NotNullable()
            .WithColumn("created_at").AsInstant().NotNullable();
        Create.Index("ix_spacewalk_keys_server_account_id").OnTable("spacewalk_keys").OnColumn("server_account_id");
        Create.Index("ix_spacewalk_keys_token").OnTable("spacewalk_keys").OnColumn("token").Unique();
    }
}
