using Cln.Contracts;

namespace Cln.Billing;

/// <summary>What is always true about money, as queries that find the rows for which it isn't. Each answers one column, the id of a row in error.</summary>
internal sealed class BillingInvariants : IInvariants
{
    public IReadOnlyList<Invariant> All { get; } =
    [
        new("I01", "Every transaction balances and has at least two entries",
            """
            SELECT t.id FROM billing_ledger_transactions t LEFT JOIN billing_ledger_entries e ON e.transaction_id = t.id
            GROUP BY t.id HAVING COUNT(e.id) < 2 OR COALESCE(SUM(e.debit), 0) <> 0
            """),
        new("I02", "Money is neither made nor lost, in each reseller's books and each currency",
            "SELECT a.reseller_id AS id FROM billing_accounts a GROUP BY a.reseller_id, a.currency HAVING SUM(a.balance) <> 0"),
        new("I03", "An account's balance is the sum of its entries",
            """
            SELECT a.id FROM billing_accounts a LEFT JOIN billing_ledger_entries e ON e.account_id = a.id
            GROUP BY a.id, a.balance HAVING a.balance <> COALESCE(SUM(e.debit), 0)
            """),
        new("I04", "Each entry's balance follows from the one before it",
            """
            SELECT e.id FROM billing_ledger_entries e LEFT JOIN billing_ledger_entries p ON p.account_id = e.account_id AND p.seq = e.seq - 1
            WHERE e.balance_after <> COALESCE(p.balance_after, 0) + e.debit
            """),
        new("I05", "An account's entries are numbered 1, 2, 3, … without a gap",
            """
            SELECT a.id FROM billing_accounts a LEFT JOIN billing_ledger_entries e ON e.account_id = a.id
            GROUP BY a.id, a.last_seq HAVING COUNT(e.id) <> a.last_seq OR COALESCE(MAX(e.seq), 0) <> a.last_seq OR (COUNT(e.id) > 0 AND MIN(e.seq) <> 1)
            """),
        new("I06", "A transaction and its accounts have one currency",
            """
            SELECT e.id FROM billing_ledger_entries e JOIN billing_ledger_transactions t ON t.id = e.transaction_id JOIN billing_accounts a ON a.id = e.account_id
            WHERE a.currency <> t.currency
            """),
        new("I07", "No entry is empty", "SELECT id FROM billing_ledger_entries WHERE debit = 0"),
        new("I08", "Only a forced posting takes a deposit below the credit limit of its moment",
            """
            SELECT e.id FROM billing_ledger_entries e JOIN billing_ledger_transactions t ON t.id = e.transaction_id JOIN billing_accounts a ON a.id = e.account_id
            WHERE a.kind = 'RESELLER_DEPOSIT' AND e.debit > 0 AND t.credit_limit IS NOT NULL AND -e.balance_after < -t.credit_limit
            """),
        new("I10", "Posted payments, and only they, have a transaction and the gateway's charge",
            """
            SELECT id FROM billing_payments
            WHERE (state IN ('Posted', 'PartRefunded', 'Refunded', 'Disputed', 'ChargedBack') AND (ledger_transaction_id IS NULL OR gateway_charge_id IS NULL))
            OR (state NOT IN ('Posted', 'PartRefunded', 'Refunded', 'Disputed', 'ChargedBack') AND ledger_transaction_id IS NOT NULL)
            """),
        new("I11", "A posted payment credited its reseller with exactly its amount, in its currency",
            """
            SELECT p.id FROM billing_payments p JOIN billing_ledger_transactions t ON t.id = p.ledger_transaction_id
            LEFT JOIN billing_ledger_entries e ON e.transaction_id = t.id LEFT JOIN billing_accounts a ON a.id = e.account_id AND a.kind = 'RESELLER_DEPOSIT'
            GROUP BY p.id, p.amount, p.currency, p.reseller_id, t.source_type, t.currency
            HAVING t.source_type <> 'PAYMENT' OR t.currency <> p.currency OR COALESCE(SUM(CASE WHEN a.id IS NOT NULL THEN -e.debit ELSE 0 END), 0) <> p.amount
            OR COALESCE(MIN(a.reseller_id), -1) <> p.reseller_id OR COALESCE(MAX(a.reseller_id), -1) <> p.reseller_id
            """),
        new("I12", "Every transaction of a payment belongs to exactly one payment",
            """
            SELECT t.id FROM billing_ledger_transactions t LEFT JOIN billing_payments p ON p.ledger_transaction_id = t.id
            WHERE t.source_type = 'PAYMENT' GROUP BY t.id HAVING COUNT(p.id) <> 1
            """),
        new("I13", "A reseller has at most one open autopayment",
            """
            SELECT reseller_id AS id FROM billing_payments
            WHERE purpose = 'Autopayment' AND state IN ('Created', 'Submitting', 'RequiresAction', 'Processing', 'Unknown') GROUP BY reseller_id HAVING COUNT(*) > 1
            """),
        new("I14", "Refunds never exceed their payment, and the payment's own sum of them is right",
            """
            SELECT p.id FROM billing_payments p LEFT JOIN billing_refunds r ON r.payment_id = p.id AND r.state = 'Succeeded'
            GROUP BY p.id, p.amount, p.refunded HAVING COALESCE(SUM(r.amount), 0) > p.amount OR p.refunded <> COALESCE(SUM(r.amount), 0)
            """),
        new("I15", "Succeeded refunds, and only they, have a transaction",
            """
            SELECT id FROM billing_refunds
            WHERE (state = 'Succeeded' AND (ledger_transaction_id IS NULL OR gateway_id IS NULL)) OR (state <> 'Succeeded' AND ledger_transaction_id IS NOT NULL)
            """),
        new("I18", "What ran at the end of a month was charged for the next one, in every month that was begun",
            """
            SELECT u.reseller_id AS id FROM billing_usage u JOIN billing_books b ON b.reseller_id = u.reseller_id
            LEFT JOIN billing_usage n ON n.reseller_id = u.reseller_id AND n.item_key = u.item_key
            AND CAST(SUBSTRING(n.month, 1, 4) AS INTEGER) * 12 + CAST(SUBSTRING(n.month, 6, 2) AS INTEGER)
            = CAST(SUBSTRING(u.month, 1, 4) AS INTEGER) * 12 + CAST(SUBSTRING(u.month, 6, 2) AS INTEGER) + 1
            WHERE u.running > 0 AND u.month < b.charged_through AND n.reseller_id IS NULL
            """),
        new("I19", "A transaction of billing debits its reseller by the sum of its charges, and every charge belongs to one",
            """
            SELECT t.id FROM billing_ledger_transactions t
            LEFT JOIN billing_ledger_entries e ON e.transaction_id = t.id LEFT JOIN billing_accounts a ON a.id = e.account_id
            LEFT JOIN (SELECT transaction_id, SUM(sub_total) AS total, MIN(reseller_id) AS payer, MAX(reseller_id) AS other
            FROM billing_charges GROUP BY transaction_id) c ON c.transaction_id = t.id
            GROUP BY t.id, t.source_type, t.reseller_id, c.total, c.payer, c.other
            HAVING (t.source_type = 'BILLING' AND (COALESCE(SUM(CASE WHEN a.kind = 'RESELLER_DEPOSIT' THEN e.debit ELSE 0 END), 0) <> COALESCE(c.total, 0)
            OR COALESCE(c.payer, -1) <> t.reseller_id OR COALESCE(c.other, -1) <> t.reseller_id)) OR (t.source_type <> 'BILLING' AND c.total IS NOT NULL)
            """),
        new("I22", "Every open payment and refund has a time when it is looked at again, and none is open after 72 hours without a person's having to look",
            """
            SELECT id FROM billing_payments WHERE state IN ('Created', 'Submitting', 'RequiresAction', 'Processing', 'Unknown')
            AND (next_check_at IS NULL OR (next_check_at > created_at + 259500000 AND CAST(needs_review AS INTEGER) = 0))
            UNION ALL
            SELECT id FROM billing_refunds WHERE state IN ('Requested', 'Pending') AND next_check_at IS NULL
            """),
        new("I24", "A reversal is the exact opposite of what it reverses",
            """
            SELECT t.id FROM billing_ledger_transactions t JOIN billing_ledger_entries e ON e.transaction_id = t.id
            LEFT JOIN billing_ledger_entries o ON o.transaction_id = t.reverses_id AND o.account_id = e.account_id
            WHERE t.reverses_id IS NOT NULL AND (o.id IS NULL OR o.debit <> -e.debit)
            """),
        new("I25", "Each reseller's chain begins at 1, has no gap, and every hash links to the one before it",
            """
            SELECT t.id FROM billing_ledger_transactions t LEFT JOIN billing_ledger_transactions p ON p.reseller_id = t.reseller_id AND p.chain_seq = t.chain_seq - 1
            WHERE t.chain_seq < 1 OR (t.chain_seq = 1 AND t.prev_hash <> '0000000000000000000000000000000000000000000000000000000000000000')
            OR (t.chain_seq > 1 AND (p.id IS NULL OR t.prev_hash <> p.hash))
            """),
        new("I26", "A charge of a gateway's statement is in the books, or a difference that somebody sees",
            """
            SELECT m.id FROM billing_gateway_movements m
            LEFT JOIN billing_payments p ON p.gateway = m.gateway AND p.gateway_charge_id = m.charge_id AND p.ledger_transaction_id IS NOT NULL AND p.amount = m.amount AND p.currency = m.currency
            LEFT JOIN billing_breaks b ON b.gateway = m.gateway AND b.charge_id = m.charge_id AND b.closed_at IS NULL AND b.kind IN ('TheirsNotOurs', 'AmountDiffers')
            WHERE m.kind = 'Charge' AND m.at < :now - 10800000 AND m.read_at < :now - 10800000 AND p.id IS NULL AND b.id IS NULL
            """),
        new("I27", "A posted payment is on its gateway's statement, where that was read long enough after it, or a difference that somebody sees",
            """
            SELECT p.id FROM billing_payments p JOIN billing_ledger_transactions t ON t.id = p.ledger_transaction_id
            JOIN billing_gateway_statements r ON r.gateway = p.gateway AND t.posted_at BETWEEN r.begins AND r.read_through - 86400000 AND r.read_through < :now - 600000
            LEFT JOIN billing_gateway_movements m ON m.gateway = p.gateway AND m.charge_id = p.gateway_charge_id AND m.kind = 'Charge'
            LEFT JOIN billing_breaks b ON b.gateway = p.gateway AND b.charge_id = p.gateway_charge_id AND b.closed_at IS NULL AND b.kind = 'OursNotTheirs'
            WHERE m.id IS NULL AND b.id IS NULL
            """),
        new("I29", "Nothing before a seal was changed, added or taken out",
            """
            SELECT s.reseller_id AS id FROM billing_seals s
            WHERE s.chain_seq <> (SELECT COUNT(*) FROM billing_ledger_transactions t WHERE t.reseller_id = s.reseller_id AND t.chain_seq <= s.chain_seq)
            OR s.head_hash <> COALESCE((SELECT t.hash FROM billing_ledger_transactions t WHERE t.reseller_id = s.reseller_id AND t.chain_seq = s.chain_seq), '')
            OR s.turnover <> (SELECT COALESCE(SUM(ABS(e.debit)), 0) FROM billing_ledger_entries e JOIN billing_ledger_transactions t ON t.id = e.transaction_id
            WHERE t.reseller_id = s.reseller_id AND t.chain_seq <= s.chain_seq)
            """),
        new("I30", "Payments are positive, no autopayment is below 20.00 and none above 50,000.00",
            "SELECT id FROM billing_payments WHERE amount <= 0 OR amount > 5000000 OR (purpose = 'Autopayment' AND amount < 2000)"),
        new("I31", "A transaction touches its own reseller's accounts only",
            """
            SELECT e.id FROM billing_ledger_entries e JOIN billing_ledger_transactions t ON t.id = e.transaction_id JOIN billing_accounts a ON a.id = e.account_id
            WHERE a.reseller_id <> t.reseller_id OR e.reseller_id <> t.reseller_id
            """),
        new("I32", "Nothing is charged for a month that hasn't begun",
            "SELECT u.reseller_id AS id FROM billing_usage u LEFT JOIN billing_books b ON b.reseller_id = u.reseller_id WHERE b.reseller_id IS NULL OR u.month > b.charged_through"),
        new("I33", "What was charged for a thing in a month is the price of the days that it ran, rounded once, half to even",
            """
            SELECT u.reseller_id AS id FROM billing_usage u
            WHERE 2 * ABS(u.charged * u.days_in_month - u.unit_price * u.unit_days) > u.days_in_month
            OR (2 * ABS(u.charged * u.days_in_month - u.unit_price * u.unit_days) = u.days_in_month AND u.charged % 2 <> 0)
            """),
        new("I34", "What was charged for things is what the charge lines say",
            """
            SELECT r.id FROM access_resellers r
            WHERE COALESCE((SELECT SUM(u.charged) FROM billing_usage u WHERE u.reseller_id = r.id), 0)
            <> COALESCE((SELECT SUM(c.sub_total) FROM billing_charges c WHERE c.reseller_id = r.id), 0)
            """),
        new("I35", "A reseller has at most one current payment method, and it was not removed",
            "SELECT reseller_id AS id FROM billing_payment_methods WHERE standing = 'Current' GROUP BY reseller_id HAVING COUNT(*) > 1"),
        new("I36", "Of a gateway's fees so much is in the books as is noted with the movements of its statement",
            """
            SELECT s.gateway FROM billing_gateway_statements s
            WHERE COALESCE((SELECT SUM(m.fee_posted) FROM billing_gateway_movements m WHERE m.gateway = s.gateway), 0)
            <> COALESCE((SELECT SUM(e.debit) FROM billing_ledger_entries e JOIN billing_ledger_transactions t ON t.id = e.transaction_id JOIN billing_accounts a ON a.id = e.account_id
            WHERE t.source_type = 'FEE' AND a.kind = 'PSP_FEES' AND t.source_id LIKE CONCAT(s.gateway, ':%')), 0)
            """),
        new("I38", "What runs in a month is charged at the price that its reseller's tier has in that month",
            """
            SELECT u.reseller_id AS id FROM billing_usage u JOIN access_resellers r ON r.id = u.reseller_id
            JOIN billing_tier_prices p ON p.tier_code = r.tier_code AND p.price_code = u.price_code
            WHERE p.since = (SELECT MAX(q.since) FROM billing_tier_prices q WHERE q.tier_code = p.tier_code AND q.price_code = p.price_code AND q.since <= u.month)
            AND u.unit_price <> p.monthly
            """),
        new("I39", "A price belongs to whole months",
            "SELECT price_code AS id FROM billing_tier_prices WHERE since NOT LIKE '____-__-01' OR monthly < 0"),
        new("T1", "What is counted for an API token on the last day that it spent is what it was charged that day, and what it asked payment methods for",
            """
            SELECT k.id FROM access_api_tokens k WHERE k.spent
            <> COALESCE((SELECT SUM(c.sub_total) FROM billing_charges c WHERE c.api_token_id = k.id AND c.spent_on = k.spend_day), 0)
            + COALESCE((SELECT SUM(p.spent) FROM billing_payments p WHERE p.api_token_id = k.id AND p.spent_on = k.spend_day), 0)
            """),
    ];
}
