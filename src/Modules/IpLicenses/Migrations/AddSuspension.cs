using Cln.Data;
using FluentMigrator;

namespace Cln.IpLicenses.Migrations;

[Migration(2026112420_03)]
internal sealed class AddSuspension : AutoReversingMigration
{
    public override void Up() => Alter.Table("ip_licenses_licenses").AddColumn("suspended_at").AsInstant().Nullable();
}
