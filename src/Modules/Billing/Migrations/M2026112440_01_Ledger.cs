using Cln.Data;
using FluentMigrator;

namespace Cln.Billing.Migrations;

/// <summary>The books: accounts, transactions and their entries.</summary>
[Migration(2026112440_01)]
internal sealed class CreateLedger : Migration
{
    public override void Up()
    {
        Create.Table("billing_books")
            .WithColumn("reseller_id").AsInt64().NotNullable().PrimaryKey("pk_billing_books").ForeignKey("fk_billing_books_access_resellers_reseller_id", "access_resellers", "id")
            .WithColumn("currency").AsString(3).NotNullable()
            .WithColumn("charged_through").AsDay().NotNullable();

        Create.Table("billing_accounts")
            .WithId("pk_billing_accounts")
            .WithColumn("reseller_id").AsInt64().NotNullable().ForeignKey("fk_billing_accounts_access_resellers_reseller_id", "access_resellers", "id")
            .WithColumn("kind").AsString(40).NotNullable()
            .WithColumn("currency").AsString(3).NotNullable()
            .WithColumn("balance").AsInt64().NotNullable()
            .WithColumn("last_seq").AsInt64().NotNullable();
        Create.Index("ix_billing_accounts_reseller_id_kind_currency").OnTable("billing_accounts")
            .OnColumn("reseller_id").Ascending().OnColumn("kind").Ascending().OnColumn("currency").Ascending().WithOptions().Unique();

        Create.Table("billing_ledger_transactions")
            .WithId("pk_billing_ledger_transactions")
            .WithColumn("reseller_id").AsInt64().NotNullable().ForeignKey("fk_billing_ledger_transactions_access_resellers_reseller_id", "access_resellers", "id")
            .WithColumn("chain_seq").AsInt64().NotNullable()
            .WithColumn("source_type").AsString(32).NotNullable()
            .WithColumn("source_id").AsString(300).NotNullable()
            .WithColumn("description").AsString(200).NotNullable()
            .WithColumn("currency").AsString(3).NotNullable()
            .WithColumn("credit_limit").AsMoney().Nullable()
            .WithColumn("reverses_id").AsInt64().Nullable().ForeignKey("fk_billing_ledger_transactions_reverses_id", "billing_ledger_transactions", "id")
            .WithColumn("posted_at").AsInstant().NotNullable()
            .WithColumn("prev_hash").AsString(64).NotNullable()
            .WithColumn("hash").AsString(64).NotNullable();
        Create.Index("ix_billing_ledger_transactions_source_type_source_id").OnTable("billing_ledger_transactions")
            .OnColumn("source_type").Ascending().OnColumn("source_id").Ascending().WithOptions().Unique();
        Create.Index("ix_billing_ledger_transactions_reseller_id_chain_seq").OnTable("billing_ledger_transactions")
            .OnColumn("reseller_id").Ascending().OnColumn("chain_seq").Ascending().WithOptions().Unique();
        Execute.Sql("CREATE UNIQUE INDEX ix_billing_ledger_transactions_reverses_id ON billing_ledger_transactions (reverses_id) WHERE reverses_id IS NOT NULL");

        Create.Table("billing_ledger_entries")
            .WithId("pk_billing_ledger_entries")
            .WithColumn("reseller_id").AsInt64().NotNullable()
            .WithColumn("transaction_id").AsInt64().NotNullable()
            .ForeignKey("fk_billing_ledger_entries_transaction_id", "billing_ledger_transactions", "id")
            .WithColumn("account_id").AsInt64().NotNullable().ForeignKey("fk_billing_ledger_entries_billing_accounts_account_id", "billing_accounts", "id")
            .WithColumn("seq").AsInt64().NotNullable()
            .WithColumn("debit").AsInt64().NotNullable()
            .WithColumn("balance_after").AsInt64().NotNullable();
        Create.Index("ix_billing_ledger_entries_account_id_seq").OnTable("billing_ledger_entries")
            .OnColumn("account_id").Ascending().OnColumn("seq").Ascending().WithOptions().Unique();
        Create.Index("ix_billing_ledger_entries_transaction_id_account_id").OnTable("billing_ledger_entries")
            .OnColumn("transaction_id").Ascending().OnColumn("account_id").Ascending().WithOptions().Unique();

        this.MakeAppendOnly("billing_ledger_transactions");
        this.MakeAppendOnly("billing_ledger_entries");
    }

    public override void Down()
    {
        Delete.Table("billing_ledger_entries");
        Delete.Table("billing_ledger_transactions");
        Delete.Table("billing_accounts");
        Delete.Table("billing_books");
    }
}
