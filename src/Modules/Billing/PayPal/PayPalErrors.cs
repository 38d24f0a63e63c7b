namespace Cln.Billing;

/// <summary>PayPal refuses the request and says why. This request had no effect.</summary>
/// <param name="status">HTTP's.</param>
/// <param name="name">The kind of error, such as <c>UNPROCESSABLE_ENTITY</c>.</param>
/// <param name="issue">Which check failed, such as <c>INSTRUMENT_DECLINED</c>.</param>
/// <param name="description">For people.</param>
internal sealed class PayPalRefusal(int status, string name, string issue, string description) : Exception($"{status} {name}, {issue}: {description}")
{
    public int Status => status;

    public string Name => name;

    public string Issue => issue;

    public string Description => description;

    /// <summary>The page to send the payer back to, where PayPal names one.</summary>
    public string? PayerPage { get; init; }
}

/// <summary>PayPal answered nothing that can be understood. The request may have had its effect.</summary>
internal sealed class PayPalUnclear(string message, int? status = null, Exception? cause = null) : Exception(message, cause)
{
    public int? Status => status;
}
