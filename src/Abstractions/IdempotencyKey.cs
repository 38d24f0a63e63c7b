using System.Text.RegularExpressions;

namespace Cln;

/// <summary>A name that the caller gives to one intended effect: the same call with the same key has that effect once, however often it is sent.</summary>
public readonly partial record struct IdempotencyKey
{
    private readonly string? text;

    private IdempotencyKey(string text) => this.text = text;

    public static IdempotencyKey Parse(string text) =>
        Form().IsMatch(text)
            ? new(text)
            : throw new InvalidScalar("INVALID_IDEMPOTENCY_KEY", "An idempotency key has 16 to 128 characters of A-Z, a-z, 0-9, '_', '-', ':' and '.'; a new UUID is a good one.");

    public override string ToString() => text ?? "";

    [GeneratedRegex(@"^[A-Za-z0-9_\-:.]{16,128}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
