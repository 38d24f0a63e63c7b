using Cln.Data;
using FluentMigrator;

namespace Cln.Host.Idempotency.Migrations;

[Migration(2026112400_03)]
internal sealed class CreateIdempotencyRecords : AutoReversingMigration
{
    public override void Up()
    {
        Create.Table("idempotency_records")
            .WithId("pk_idempotency_records")
            .WithColumn("principal").AsString(100).NotNullable()
            .WithColumn("mutation").AsString(100).NotNullable()
            .WithColumn("key").AsString(128).NotNullable()
            .WithColumn("fingerprint").AsString(64).NotNullable()
            .WithColumn("created_at").AsInstant().NotNullable()
            .WithColumn("locked_until").AsInstant().Nullable()
            .WithColumn("outcome").AsText().Nullable();
        Create.Index("ix_idempotency_records_principal_mutation_key").OnTable("idempotency_records")
            .OnColumn("principal").Ascending().OnColumn("mutation").Ascending().OnColumn("key").Ascending().WithOptions().Unique();
    }
}
