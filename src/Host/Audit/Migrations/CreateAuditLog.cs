using Cln.Data;
using FluentMigrator;

namespace Cln.Host.Audit.Migrations;

/// <summary>Who changed what, when and from where.</summary>
[Migration(2026112400_10)]
internal sealed class CreateAuditLog : Migration
{
    public override void Up()
    {
        Create.Table("audit_log")
            .WithId("pk_audit_log")
            .WithColumn("reseller_id").AsInt64().NotNullable()
            .WithColumn("at").AsInstant().NotNullable()
            .WithColumn("actor").AsEnum().NotNullable()
            .WithColumn("principal").AsString(100).NotNullable()
            .WithColumn("address").AsString(45).Nullable()
            .WithColumn("action").AsString(100).NotNullable()
            .WithColumn("subjects").AsText().NotNullable()
            .WithColumn("outcome").AsEnum().NotNullable()
            .WithColumn("code").AsString(100).Nullable()
            .WithColumn("request_id").AsString(64).Nullable()
            .WithColumn("detail").AsString(100).Nullable()
            .WithColumn("reason").AsString(150).Nullable();
        Create.Index("ix_audit_log_reseller_id_id").OnTable("audit_log").OnColumn("reseller_id").Ascending().OnColumn("id").Ascending();
        Create.Index("ix_audit_log_at").OnTable("audit_log").OnColumn("at").Ascending();
        this.MakeAppendOnly("audit_log", keptForEver: false);
    }

    public override void Down() => Delete.Table("audit_log");
}
