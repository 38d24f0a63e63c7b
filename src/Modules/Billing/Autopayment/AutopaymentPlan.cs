namespace Cln.Billing;

/// <summary>What follows from a balance.</summary>
internal enum AutopaymentOutcome
{
    /// <summary>The balance asks for nothing.</summary>
    NothingDue,

    /// <summary>The reseller doesn't want its balance kept up automatically, or we have given up trying.</summary>
    NotChosen,

    /// <summary>A payment method is charged.</summary>
    Charge,

    /// <summary>An autopayment is under way already. There is one at a time.</summary>
    UnderWay,

    /// <summary>The payment methods were declined, and are tried again at <c>retryAt</c>.</summary>
    Rests,

    /// <summary>The holder of a payment method has to confirm a payment: without that it can't be charged.</summary>
    WaitsForPayer,

    /// <summary>There is no payment method that could be charged.</summary>
    NoMethod,

    /// <summary>A cap is reached: nothing is charged until <c>retryAt</c>.</summary>
    Paused,

    /// <summary>No payment method is left to try: the autopayment is switched to NONE.</summary>
    SwitchedOff,

    /// <summary>The operator has stopped autopayments for everybody.</summary>
    Stopped,
}

/// <summary>What an autopayment does at a balance, and why.</summary>
/// <param name="Balance">The balance that was looked at.</param>
/// <param name="Outcome">What follows.</param>
/// <param name="Reason">The same for people, with the why.</param>
/// <param name="Amount">What is charged, or would be if nothing stood in the way; null when nothing is due.</param>
/// <param name="PaymentMethod">What is charged; null when nothing is.</param>
/// <param name="RetryAt">When it is tried again, where time is what it waits for.</param>
internal sealed record AutopaymentPlan(
    Money Balance, AutopaymentOutcome Outcome, string Reason, Money? Amount = null, PaymentMethod? PaymentMethod = null, DateTimeOffset? RetryAt = null)
{
    /// <summary>The money is on its way, or will be asked for without anybody's doing.</summary>
    internal bool WillHelp => Outcome is AutopaymentOutcome.Charge or AutopaymentOutcome.UnderWay or AutopaymentOutcome.Rests or AutopaymentOutcome.Paused or AutopaymentOutcome.Stopped;
}
