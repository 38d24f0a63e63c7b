using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

internal static class Tables
{
    extension(ClnDbContext db)
    {
        internal DbSet<Books> Books => db.Set<Books>();

        internal DbSet<Account> Accounts => db.Set<Account>();

        internal DbSet<LedgerTransaction> LedgerTransactions => db.Set<LedgerTransaction>();

        internal DbSet<LedgerEntry> LedgerEntries => db.Set<LedgerEntry>();

        internal DbSet<PriceListTier> PriceListTiers => db.Set<PriceListTier>();

        internal DbSet<PriceListPrice> PriceListPrices => db.Set<PriceListPrice>();

        internal DbSet<PriceAnnouncement> PriceAnnouncements => db.Set<PriceAnnouncement>();

        internal DbSet<UsageMonth> UsageMonths => db.Set<UsageMonth>();

        internal DbSet<Charge> Charges => db.Set<Charge>();

        internal DbSet<Payment> Payments => db.Set<Payment>();

        internal DbSet<Refund> Refunds => db.Set<Refund>();

        internal DbSet<Dispute> Disputes => db.Set<Dispute>();

        internal DbSet<PaymentMethod> PaymentMethods => db.Set<PaymentMethod>();

        internal DbSet<Autopayment> Autopayments => db.Set<Autopayment>();

        internal DbSet<AutopaymentDecision> AutopaymentDecisions => db.Set<AutopaymentDecision>();

        internal DbSet<Shortfall> Shortfalls => db.Set<Shortfall>();

        internal DbSet<SuspensionPlace> SuspensionPlaces => db.Set<SuspensionPlace>();

        internal DbSet<Notice> Notices => db.Set<Notice>();

        internal DbSet<GatewayCustomer> GatewayCustomers => db.Set<GatewayCustomer>();

        internal DbSet<InboxEvent> InboxEvents => db.Set<InboxEvent>();

        internal DbSet<CatchUpMark> CatchUpMarks => db.Set<CatchUpMark>();
        internal DbSet<Seal> Seals => db.Set<Seal>();

        internal DbSet<SealedDay> SealedDays => db.Set<SealedDay>();

        internal DbSet<Statement> Statements => db.Set<Statement>();

        internal DbSet<Movement> Movements => db.Set<Movement>();

        internal DbSet<Break> Breaks => db.Set<Break>();

        internal DbSet<SandboxPayment> SandboxPayments => db.Set<SandboxPayment>();

        internal DbSet<SandboxRefund> SandboxRefunds => db.Set<SandboxRefund>();

        internal DbSet<PayPalOrder> PayPalOrders => db.Set<PayPalOrder>();

        internal DbSet<PayPalSetup> PayPalSetups => db.Set<PayPalSetup>();
    }
}
