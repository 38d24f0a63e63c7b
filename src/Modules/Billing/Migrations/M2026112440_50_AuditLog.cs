using FluentMigrator;

namespace Cln.Billing.Migrations;

/// <summary>What operators did goes into the audit log, which has everybody else's deeds too.</summary>
[Migration(2026112440_50)]
internal sealed class MoveOperatorActions : Migration
{
    public override void Up()
    {
        Execute.Sql(
            """
            INSERT INTO audit_log (reseller_id, at, actor, principal, action, subjects, outcome, detail, reason)
            SELECT reseller_id, at, 'Operator', principal,
            CASE kind WHEN 'AdjustBalance' THEN 'adjustBalance' WHEN 'RefundPayment' THEN 'refundPayment' ELSE 'resolvePayment' END,
            REPLACE(REPLACE(target, 'payment ', 'Payment:'), 'reseller ', 'Reseller:'), 'Done', detail, reason
            FROM billing_operator_actions ORDER BY id
            """);
        Delete.Table("billing_operator_actions");
        IfDatabase(name => name.StartsWith(ProcessorIdConstants.Postgres, StringComparison.OrdinalIgnoreCase)).Execute.Sql("DROP FUNCTION billing_operator_actions_append_only()");
    }

    public override void Down() => throw new NotSupportedException("Migrations only go up.");
}
