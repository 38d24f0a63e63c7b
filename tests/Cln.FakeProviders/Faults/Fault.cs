using System.Globalization;
using System.Text.RegularExpressions;

namespace Cln.FakeProviders.Faults;

/// <summary>Something that is to go wrong.</summary>
/// <param name="Match">
/// A request, as <c>POST /v1/payment_intents/*/confirm</c>, or a webhook by its type, as <c>payment_intent.*</c>. An asterisk stands for anything.
/// </param>
/// <param name="Kind">What goes wrong, such as <c>after-reset</c>.</param>
/// <param name="Arg">What the kind needs: seconds, a code, a status with its body.</param>
/// <param name="Nth">The first matching request or webhook that it strikes, counted from 1.</param>
/// <param name="Times">How many it strikes from there on; 0 for all.</param>
internal sealed record Fault(string Match, string Kind, string? Arg = null, int Nth = 1, int Times = 1)
{
    private static readonly string[] HookKinds = ["dup", "reorder", "delay", "drop", "before-response", "forge", "old-timestamp", "rotate-secret"];

    private static readonly string[] RequestKinds =
    [
        "before-reset", "after-reset", "after-hang", "after-500", "delay", "drip", "status", "garbage", "wrong-amount", "wrong-currency", "wrong-id", "livemode-flip",
        "takes-amount", "takes-currency", "pending-then", "decline", "3ds", "409-in-use", "429", "auth-expired", "forget-key",
    ];

    /// <summary>Strikes webhooks, not requests.</summary>
    public bool IsOfHooks => !Match.Contains('/', StringComparison.Ordinal);

    /// <summary>What is wrong with it, or null.</summary>
    public string? Complaint => (IsOfHooks ? HookKinds : RequestKinds).Contains(Kind, StringComparer.Ordinal) ? null : $"There is no fault \"{Kind}\" of {(IsOfHooks ? "webhooks" : "requests")}.";

    public double Seconds(double otherwise = 0) => Arg is null ? otherwise : double.Parse(Arg.Split(':')[0], CultureInfo.InvariantCulture);

    public int Number(int otherwise) => Arg is null ? otherwise : int.Parse(Arg, CultureInfo.InvariantCulture);

    public bool Strikes(string what) => Regex.IsMatch(what, "^" + Regex.Escape(Match).Replace("\\*", ".*", StringComparison.Ordinal) + "$", RegexOptions.None, TimeSpan.FromSeconds(1));
}
