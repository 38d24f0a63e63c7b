using System.Data;
using Cln.Data;
using FluentMigrator;

namespace Cln.Host.Access.Migrations;

[Migration(2026112400_04)]
internal sealed class CreateUsers : AutoReversingMigration
{
    public override void Up()
    {
        Create.Table("access_users")
            .WithId("pk_access_users")
            .WithColumn("reseller_id").AsInt64().NotNullable()
            .WithColumn("role").AsEnum().NotNullable()
            .WithColumn("created_at").AsInstant().NotNullable()
            .WithColumn("user_name").AsString(64).NotNullable()
            .WithColumn("normalized_user_name").AsString(64).NotNullable()
            .WithColumn("email").AsString(254).NotNullable()
            .WithColumn("normalized_email").AsString(254).NotNullable()
            .WithColumn("email_confirmed").AsBoolean().NotNullable()
            .WithColumn("password_hash").AsString(200).Nullable()
            .WithColumn("security_stamp").AsString(64).Nullable()
            .WithColumn("concurrency_stamp").AsString(64).Nullable()
            .WithColumn("lockout_end").AsInstant().Nullable()
            .WithColumn("lockout_enabled").AsBoolean().NotNullable()
            .WithColumn("access_failed_count").AsInt32().NotNullable();
        Create.Index("ix_access_users_normalized_user_name").OnTable("access_users").OnColumn("normalized_user_name").Ascending().WithOptions().Unique();
        Create.Index("ix_access_users_normalized_email").OnTable("access_users").OnColumn("normalized_email").Ascending();
        Create.Index("ix_access_users_reseller_id").OnTable("access_users").OnColumn("reseller_id").Ascending();

        Create.Table("access_sessions")
            .WithId("pk_access_sessions")
            .WithColumn("reseller_id").AsInt64().NotNullable()
            .WithColumn("user_id").AsInt64().NotNullable().ForeignKey("fk_access_sessions_access_users_user_id", "access_users", "id").OnDelete(Rule.Cascade)
            .WithColumn("secret_hash").AsString(64).NotNullable()
            .WithColumn("created_at").AsInstant().NotNullable()
            .WithColumn("expires_at").AsInstant().NotNullable()
            .WithColumn("address").AsString(45).Nullable();
        Secrets("access_sessions");

        Create.Table("access_api_tokens")
            .WithId("pk_access_api_tokens")
            .WithColumn("reseller_id").AsInt64().NotNullable()
            .WithColumn("user_id").AsInt64().NotNullable().ForeignKey("fk_access_api_tokens_access_users_user_id", "access_users", "id").OnDelete(Rule.Cascade)
            .WithColumn("name").AsString(100).NotNullable()
            .WithColumn("scope_list").AsString(400).NotNullable()
            .WithColumn("prefix").AsString(20).NotNullable()
            .WithColumn("secret_hash").AsString(64).NotNullable()
            .WithColumn("created_at").AsInstant().NotNullable()
            .WithColumn("expires_at").AsInstant().Nullable()
            .WithColumn("revoked_at").AsInstant().Nullable();
        Secrets("access_api_tokens");

        Create.Table("access_password_resets")
            .WithId("pk_access_password_resets")
            .WithColumn("reseller_id").AsInt64().NotNullable()
            .WithColumn("user_id").AsInt64().NotNullable().ForeignKey("fk_access_password_resets_access_users_user_id", "access_users", "id").OnDelete(Rule.Cascade)
            .WithColumn("secret_hash").AsString(64).NotNullable()
            .WithColumn("expires_at").AsInstant().NotNullable();
        Secrets("access_password_resets");
    }

    private void Secrets(string table)
    {
        Create.Index($"ix_{table}_secret_hash").OnTable(table).OnColumn("secret_hash").Ascending().WithOptions().Unique();
        Create.Index($"ix_{table}_user_id").OnTable(table).OnColumn("user_id").Ascending();
    }
}
