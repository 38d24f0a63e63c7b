using Cln.Data;
using FluentMigrator;

namespace Cln.Host.Events.Migrations;

/// <summary>Up to where each reseller's log was trimmed.</summary>
[Migration(2026112400_05)]
internal sealed class TrimEventLog : AutoReversingMigration
{
    public override void Up() => Alter.Table("events_heads").AddColumn("trimmed_through").AsInt64().NotNullable().WithDefaultValue(0);
}
