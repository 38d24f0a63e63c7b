using Cln.Data;
using FluentMigrator;

namespace Cln.Spacewalk.Migrations;

[Migration(2026112430_02)]
internal sealed class AddSuspension : AutoReversingMigration
{
    public override void Up() => Alter.Table("spacewalk_server_accounts").AddColumn("suspended_at").AsInstant().Nullable();
}
