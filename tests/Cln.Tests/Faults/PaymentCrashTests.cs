using Cln.Host.Data;
using Cln.Tests.Data;

namespace Cln.Tests.Faults;

/// <summary>Deaths on the way of a payment, from the request to the last webhook.</summary>
public sealed class PaymentCrashTests
{
    [EveryDatabase]
    public Task A_host_that_dies_on_a_payments_way_has_charged_and_posted_it_once(DatabaseKind kind) => CrashRun.GoAsync(
        kind,
        ("C0", () => new TopUpOnce("sandbox")),
        ("C1", () => new TopUpOnce("stripe")),
        ("C2", () => new TopUpOnce("paypal")),
        ("C3", () => new TopUpOnce("stripe")),
        ("C4", () => new TopUpOnce("stripe")),
        ("C4", () => new TopUpOnce("paypal")),
        ("C5", () => new TopUpOnce("stripe")),
        ("C6", () => new TopUpOnce("stripe")),
        ("C6", () => new ApprovedOnce("paypal")),
        ("C6", () => new AutopaymentOnce("paypal")),
        ("C7", () => new TopUpOnce("stripe")),
        ("C7", () => new TopUpOnce("paypal")),
        ("C8", () => new TopUpOnce("stripe")),
        ("C9", () => new TopUpOnce("stripe")),
        ("C9:3", () => new TopUpOnce("paypal")),
        ("C9:5", () => new TopUpOnce("stripe")),
        ("C9:7", () => new TopUpOnce("paypal")),
        ("C12", () => new ApprovedOnce("stripe")),
        ("C13", () => new ApprovedOnce("stripe")),
        ("C14", () => new ApprovedOnce("paypal")),
        ("C15", () => new RefundOnce("stripe")),
        ("C16", () => new RefundOnce("stripe")),
        ("C16", () => new RefundOnce("paypal")),
        ("C21", () => new AutopaymentOnce("stripe")));
}
