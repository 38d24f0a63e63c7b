using Cln.Data;
using FluentMigrator;

namespace Cln.Host.Mail.Migrations;

[Migration(2026112405_01)]
internal sealed class CreateMailMessages : AutoReversingMigration
{
    public override void Up()
    {
        Create.Table("mail_messages")
            .WithId("pk_mail_messages")
            .WithColumn("recipient").AsString(254).NotNullable()
            .WithColumn("subject").AsString(200).NotNullable()
            .WithColumn("text").AsText().NotNullable()
            .WithColumn("created_at").AsInstant().NotNullable()
            .WithColumn("due_at").AsInstant().Nullable()
            .WithColumn("tries").AsInt32().NotNullable()
            .WithColumn("sent_at").AsInstant().Nullable()
            .WithColumn("failure").AsString(500).Nullable();
        Create.Index("ix_mail_messages_due_at").OnTable("mail_messages").OnColumn("due_at").Ascending();
    }
}
