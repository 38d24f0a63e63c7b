using Cln.Data;
using FluentMigrator;

namespace Notes.Migrations;

[Migration(2026112490_01)]
internal sealed class CreateNotes : AutoReversingMigration
{
    public override void Up()
    {
        Create.Table("notes_notes")
            .WithId("pk_notes_notes")
            .WithColumn("reseller_id").AsInt64().NotNullable()
            .WithColumn("text").AsString(500).NotNullable()
            .WithColumn("created_at").AsInstant().NotNullable();
        Create.Index("ix_notes_notes_reseller_id").OnTable("notes_notes").OnColumn("reseller_id");
    }
}
