using Cln.Data;
using FluentMigrator;

namespace Cln.Host.Documents.Migrations;

/// <summary>Documents that programs send by their hash, and the tokens that may send no others.</summary>
[Migration(2026112400_40)]
internal sealed class CreateTrustedDocuments : Migration
{
    public override void Up()
    {
        Create.Table("documents_trusted")
            .WithId("pk_documents_trusted")
            .WithColumn("reseller_id").AsInt64().NotNullable()
            .WithColumn("hash").AsString(64).NotNullable()
            .WithColumn("name").AsString(200).NotNullable()
            .WithColumn("text").AsText().NotNullable()
            .WithColumn("created_at").AsInstant().NotNullable();
        Create.Index("ix_documents_trusted_reseller_id_hash").OnTable("documents_trusted").OnColumn("reseller_id").Ascending().OnColumn("hash").Ascending().WithOptions().Unique();
        Alter.Table("access_api_tokens").AddColumn("trusted_only").AsBoolean().NotNullable().WithDefaultValue(false);
    }

    public override void Down() => throw new NotSupportedException("Migrations only go up.");
}
