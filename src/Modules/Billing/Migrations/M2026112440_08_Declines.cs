using Cln.Data;
using FluentMigrator;

namespace Cln.Billing.Migrations;

/// <summary>Why a payment was declined, for programs.</summary>
[Migration(2026112440_08)]
internal sealed class AddDeclines : AutoReversingMigration
{
    public override void Up() => Alter.Table("billing_payments").AddColumn("decline_code").AsString(64).Nullable().AddColumn("decline_class").AsEnum().Nullable();
}
