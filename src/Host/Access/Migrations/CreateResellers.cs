using Cln.Data;
using FluentMigrator;

namespace Cln.Host.Access.Migrations;

[Migration(2026112400_01)]
internal sealed class CreateResellers : AutoReversingMigration
{
    public override void Up() =>
        Create.Table("access_resellers")
            .WithId("pk_access_resellers")
            .WithColumn("name").AsString(200).NotNullable()
            .WithColumn("login").AsString(64).NotNullable()
            .WithColumn("billing_email").AsString(254).NotNullable()
            .WithColumn("tier_code").AsString(32).NotNullable()
            .WithColumn("currency").AsString(3).NotNullable()
            .WithColumn("state").AsEnum().NotNullable()
            .WithColumn("first_name").AsString(100).NotNullable()
            .WithColumn("last_name").AsString(100).NotNullable()
            .WithColumn("country").AsString(2).NotNullable()
            .WithColumn("phone").AsString(32).Nullable()
            .WithColumn("street").AsString(200).Nullable()
            .WithColumn("city").AsString(100).Nullable()
            .WithColumn("region").AsString(100).Nullable()
            .WithColumn("postal_code").AsString(20).Nullable()
            .WithColumn("vat_id").AsString(32).Nullable()
            .WithColumn("created_at").AsInstant().NotNullable();
}
