using Cln.Data;
using FluentMigrator;

namespace Cln.Billing.Migrations;

/// <summary>The price list, with sample tiers to start from.</summary>
[Migration(2026112440_02)]
internal sealed class CreatePrices : Migration
{
    private static readonly string[] codes =
        ["CLOUDLINUX_OS", "KERNELCARE", "IMUNIFY_AV_PLUS", "IMUNIFY360_SINGLE", "IMUNIFY360_30", "IMUNIFY360_250", "IMUNIFY360_UNLIMITED", "BACKUP_10GB"];

    /// <summary>In cents, in the order of the codes.</summary>
    private static readonly (string Code, string Name, long Deposit, long[] Monthly)[] tiers =
    [
        ("silver", "Silver", 1_000_00, [12_00, 2_95, 4_00, 10_00, 20_00, 30_00, 40_00, 1_50]),
        ("gold", "Gold", 3_000_00, [10_00, 2_45, 4_00, 8_00, 16_00, 24_00, 32_00, 1_30]),
        ("platinum", "Platinum", 10_000_00, [9_00, 1_95, 4_00, 6_00, 12_00, 18_00, 24_00, 1_10]),
    ];

    public override void Up()
    {
        Create.Table("billing_tiers")
            .WithColumn("code").AsString(32).NotNullable().PrimaryKey("pk_billing_tiers")
            .WithColumn("name").AsString(64).NotNullable()
            .WithColumn("deposit").AsMoney().NotNullable()
            .WithColumn("position").AsInt32().NotNullable();
        Create.Table("billing_prices")
            .WithColumn("tier_code").AsString(32).NotNullable().PrimaryKey("pk_billing_prices").ForeignKey("fk_billing_prices_billing_tiers_tier_code", "billing_tiers", "code")
            .WithColumn("price_code").AsString(64).NotNullable().PrimaryKey("pk_billing_prices")
            .WithColumn("monthly").AsMoney().NotNullable();

        for (var i = 0; i < tiers.Length; i++)
        {
            var (code, name, deposit, monthly) = tiers[i];
            Insert.IntoTable("billing_tiers").Row(new { code, name, deposit, position = i + 1 });
            for (var j = 0; j < codes.Length; j++) Insert.IntoTable("billing_prices").Row(new { tier_code = code, price_code = codes[j], monthly = monthly[j] });
        }
    }

    public override void Down()
    {
        Delete.Table("billing_prices");
        Delete.Table("billing_tiers");
    }
}
