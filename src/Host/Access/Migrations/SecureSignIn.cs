using System.Data;
using Cln.Data;
using FluentMigrator;
using FluentMigrator.Builders.Create.Table;

namespace Cln.Host.Access.Migrations;

/// <summary>Sessions that are shown, second factors, passkeys, invitations that are seen to be open, and tries to sign in that are counted by where they come from.</summary>
[Migration(2026112400_90)]
internal sealed class SecureSignIn : ForwardOnlyMigration
{
    public override void Up()
    {
        Alter.Table("access_resellers").AddColumn("requires_two_factor").AsBoolean().NotNullable().WithDefaultValue(false);
        Alter.Table("access_users")
            .AddColumn("two_factor_enabled").AsBoolean().NotNullable().WithDefaultValue(false)
            .AddColumn("invited_at").AsInstant().Nullable()
            .AddColumn("accepted_at").AsInstant().Nullable();
        Execute.Sql("UPDATE access_users SET accepted_at = created_at WHERE password_hash IS NOT NULL");
        Execute.Sql("UPDATE access_users SET invited_at = created_at WHERE password_hash IS NULL");
        Delete.Column("lockout_end").Column("lockout_enabled").Column("access_failed_count").FromTable("access_users");
        Alter.Table("access_sessions")
            .AddColumn("last_seen_at").AsInstant().NotNullable().WithDefaultValue(0)
            .AddColumn("user_agent").AsString(200).Nullable()
            .AddColumn("two_factor").AsBoolean().NotNullable().WithDefaultValue(false);
        Execute.Sql("UPDATE access_sessions SET last_seen_at = created_at");
        CreateFactors();
        CreateTries();
    }

    private void CreateFactors()
    {
        OfUser("access_authenticator_apps")
            .WithColumn("protected_secret").AsString(500).NotNullable()
            .WithColumn("started_at").AsInstant().NotNullable()
            .WithColumn("confirmed_at").AsInstant().Nullable()
            .WithColumn("last_step").AsInt64().NotNullable();
        Create.Index("ix_access_authenticator_apps_user_id").OnTable("access_authenticator_apps").OnColumn("user_id").Ascending().WithOptions().Unique();

        OfUser("access_recovery_codes").WithColumn("code_hash").AsString(64).NotNullable();
        Create.Index("ix_access_recovery_codes_user_id").OnTable("access_recovery_codes").OnColumn("user_id").Ascending();

        OfUser("access_passkeys")
            .WithColumn("name").AsString(100).NotNullable()
            .WithColumn("credential_hash").AsString(64).NotNullable()
            .WithColumn("credential_id").AsString(1400).NotNullable()
            .WithColumn("public_key").AsString(3000).NotNullable()
            .WithColumn("transports").AsString(200).NotNullable()
            .WithColumn("sign_count").AsInt64().NotNullable()
            .WithColumn("is_backup_eligible").AsBoolean().NotNullable()
            .WithColumn("is_backed_up").AsBoolean().NotNullable()
            .WithColumn("created_at").AsInstant().NotNullable()
            .WithColumn("last_used_at").AsInstant().Nullable();
        Create.Index("ix_access_passkeys_credential_hash").OnTable("access_passkeys").OnColumn("credential_hash").Ascending().WithOptions().Unique();
        Create.Index("ix_access_passkeys_user_id").OnTable("access_passkeys").OnColumn("user_id").Ascending();
    }

    private void CreateTries()
    {
        OfUser("access_known_networks")
            .WithColumn("network").AsString(45).NotNullable()
            .WithColumn("signed_in_at").AsInstant().NotNullable();
        Create.Index("ix_access_known_networks_user_id_network").OnTable("access_known_networks").OnColumn("user_id").Ascending().OnColumn("network").Ascending().WithOptions().Unique();

        Create.Table("access_sign_in_tries")
            .WithColumn("subject").AsString(100).NotNullable().PrimaryKey("pk_access_sign_in_tries")
            .WithColumn("count").AsInt32().NotNullable()
            .WithColumn("since").AsInstant().NotNullable();
        Create.Index("ix_access_sign_in_tries_since").OnTable("access_sign_in_tries").OnColumn("since").Ascending();

        Create.Table("access_used_tickets")
            .WithColumn("ticket").AsString(64).NotNullable().PrimaryKey("pk_access_used_tickets")
            .WithColumn("ends_at").AsInstant().NotNullable();
        Create.Index("ix_access_used_tickets_ends_at").OnTable("access_used_tickets").OnColumn("ends_at").Ascending();
    }

    private ICreateTableColumnOptionOrWithColumnSyntax OfUser(string table) =>
        Create.Table(table)
            .WithId($"pk_{table}")
            .WithColumn("reseller_id").AsInt64().NotNullable()
            .WithColumn("user_id").AsInt64().NotNullable().ForeignKey($"fk_{table}_access_users_user_id", "access_users", "id").OnDelete(Rule.Cascade);
}
