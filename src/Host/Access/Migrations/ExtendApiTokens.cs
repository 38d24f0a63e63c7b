using Cln.Data;
using FluentMigrator;

namespace Cln.Host.Access.Migrations;

/// <summary>From where API tokens may be used, what they may spend and have spent, when they were used, and the secret from before a rotation.</summary>
[Migration(2026112400_11)]
internal sealed class ExtendApiTokens : Migration
{
    public override void Up()
    {
        Alter.Table("access_api_tokens")
            .AddColumn("allowed_list").AsString(1000).NotNullable().WithDefaultValue("")
            .AddColumn("daily_spend").AsMoney().Nullable()
            .AddColumn("licenses_per_hour").AsInt32().Nullable()
            .AddColumn("product_list").AsString(1000).Nullable()
            .AddColumn("spend_day").AsDay().Nullable()
            .AddColumn("spent").AsMoney().NotNullable().WithDefaultValue(0)
            .AddColumn("license_hour").AsInstant().Nullable()
            .AddColumn("licenses_bought").AsInt32().NotNullable().WithDefaultValue(0)
            .AddColumn("old_secret_hash").AsString(64).Nullable()
            .AddColumn("old_secret_ends_at").AsInstant().Nullable()
            .AddColumn("last_used_at").AsInstant().Nullable()
            .AddColumn("last_used_from").AsString(45).Nullable();
        Execute.Sql("CREATE INDEX ix_access_api_tokens_old_secret_hash ON access_api_tokens (old_secret_hash) WHERE old_secret_hash IS NOT NULL");
    }

    public override void Down() => throw new NotSupportedException("Migrations only go up.");
}
