using Cln.Data;
using FluentMigrator;

namespace Cln.Billing.Migrations;

/// <summary>A price holds from a month on; what is there has held since the beginning. And what was announced, so that it is told.</summary>
[Migration(2026112440_60)]
internal sealed class GivePricesMonths : ForwardOnlyMigration
{
    public override void Up()
    {
        Create.Table("billing_tier_prices")
            .WithColumn("tier_code").AsString(32).NotNullable().PrimaryKey("pk_billing_tier_prices").ForeignKey("fk_billing_tier_prices_billing_tiers_tier_code", "billing_tiers", "code")
            .WithColumn("price_code").AsString(64).NotNullable().PrimaryKey("pk_billing_tier_prices")
            .WithColumn("since").AsDay().NotNullable().PrimaryKey("pk_billing_tier_prices")
            .WithColumn("monthly").AsMoney().NotNullable();
        Execute.Sql("INSERT INTO billing_tier_prices (tier_code, price_code, since, monthly) SELECT tier_code, price_code, '0001-01-01', monthly FROM billing_prices");
        Delete.Table("billing_prices");

        Create.Table("billing_price_announcements")
            .WithId("pk_billing_price_announcements")
            .WithColumn("tier_code").AsString(32).NotNullable().ForeignKey("fk_billing_price_announcements_billing_tiers_tier_code", "billing_tiers", "code")
            .Indexed("ix_billing_price_announcements_tier_code")
            .WithColumn("announced_at").AsInstant().NotNullable()
            .WithColumn("changes").AsText().NotNullable();
    }
}
