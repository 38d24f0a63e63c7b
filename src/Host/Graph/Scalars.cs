using System.Globalization;
using System.Text.RegularExpressions;
using Cln.Host.Documents;
using GraphQL.Types;
using GraphQLParser.AST;

namespace Cln.Host.Graph;

/// <summary>A scalar that is a string on the wire and a value of its own in C#. What isn't of its form is refused with the scalar's own code.</summary>
internal abstract class TextScalar<T> : ScalarGraphType
    where T : struct
{
    protected TextScalar(string name, string description)
    {
        Name = name;
        Description = description;
    }

    protected abstract T Read(string text);

    protected virtual string Write(T value) => value.ToString()!;

    // The literal is read when the arguments are, where an error has the scalar's code and message.
    public override bool CanParseLiteral(GraphQLValue value) => true;

    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLStringValue text => Read((string)text.Value),
        GraphQLNullValue => null,
        _ => Read("\0"),
    };

    public override object? ParseValue(object? value) => value switch
    {
        null => null,
        T known => known,
        string text => Read(text),
        _ => Read("\0"),
    };

    public override object? Serialize(object? value) => value switch
    {
        null => null,
        T known => Write(known),
        _ => ThrowSerializationError(value),
    };
}

internal sealed class MoneyScalar() : TextScalar<Money>("Money", "An amount in the reseller's currency: a string with exactly two decimals, \"12.50\". Inputs are at most \"1000000.00\"; anything else is INVALID_MONEY.")
{
    protected override Money Read(string text) => Money.Parse(text);
}

internal sealed class IpAddressScalar() : TextScalar<IpAddress>("IpAddress", "An IPv4 or IPv6 address, without port, prefix length or zone. It is written in its one normal form (IPv6: RFC 5952). Anything else is INVALID_IP_ADDRESS.")
{
    protected override IpAddress Read(string text) => IpAddress.Parse(text);
}

internal sealed class IdempotencyKeyScalar() : TextScalar<IdempotencyKey>("IdempotencyKey", "The caller's own name for one intended effect, 16 to 128 characters of A-Z a-z 0-9 _ - : and . — a new UUID is a good one. The same call with the same key has its effect once, and answers as it did the first time. Anything else is INVALID_IDEMPOTENCY_KEY.")
{
    protected override IdempotencyKey Read(string text) => IdempotencyKey.Parse(text);
}

internal sealed partial class DateTimeScalar() : TextScalar<DateTimeOffset>("DateTime", "An instant, RFC 3339, written in UTC: \"2027-01-31T12:00:00.000Z\". Inputs may have another offset. Anything else is INVALID_DATE_TIME.")
{
    protected override DateTimeOffset Read(string text) =>
        Form().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var instant)
            ? instant
            : throw new InvalidScalar("INVALID_DATE_TIME", "An instant is an RFC 3339 string with an offset, such as \"2027-01-31T12:00:00Z\".");

    protected override string Write(DateTimeOffset value) => value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,7})?(Z|[+-]\d{2}:\d{2})\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}

internal sealed class DateScalar() : TextScalar<DateOnly>("Date", "A day: \"2027-01-31\". Anything else is INVALID_DATE.")
{
    protected override DateOnly Read(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new InvalidScalar("INVALID_DATE", "A date is a string such as \"2027-01-31\".");

    protected override string Write(DateOnly value) => value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

internal sealed class DocumentScalar() : TextScalar<DocumentText>("Document", "The text of a GraphQL document, up to 20,000 characters. Anything else is INVALID_DOCUMENT.")
{
    protected override DocumentText Read(string text) => DocumentText.Parse(text);
}
