using Cln.Data;
using FluentMigrator;

namespace Cln.Servers.Migrations;

[Migration(2026112425_01)]
internal sealed class CreateServers : Migration
{
    public override void Up()
    {
        Create.Table("servers_servers")
            .WithId("pk_servers_servers")
            .WithColumn("reseller_id").AsInt64().NotNullable().ForeignKey("fk_servers_servers_access_resellers_reseller_id", "access_resellers", "id")
            .WithColumn("hostname").AsString(253).NotNullable()
            .WithColumn("ip").AsIpAddress().NotNullable()
            .WithColumn("last_check_in_at").AsInstant().NotNullable()
            .WithColumn("registered_at").AsInstant().NotNullable()
            .WithColumn("operating_system").AsString(200).Nullable()
            .WithColumn("kernel").AsString(200).Nullable()
            .WithColumn("key_id").AsInt64().Nullable()
            .WithColumn("secret_hash").AsString(64).NotNullable()
            .WithColumn("unregistered_at").AsInstant().Nullable();

        // One address admits one server: a second registration from it is the same machine, installed again.
        Execute.Sql("CREATE UNIQUE INDEX ix_servers_servers_reseller_id_ip ON servers_servers (reseller_id, ip) WHERE key_id IS NULL");
        Create.Index("ix_servers_servers_key_id").OnTable("servers_servers").OnColumn("key_id");
        Create.Index("ix_servers_servers_unregistered_at").OnTable("servers_servers").OnColumn("unregistered_at");
    }

    public override void Down() => Delete.Table("servers_servers");
}
