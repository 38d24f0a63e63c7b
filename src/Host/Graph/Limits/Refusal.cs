using GraphQL;

namespace Cln.Host.Graph.Limits;

/// <summary>A request that asks for more than it may: which limit, what it allows, and what to do. Nothing has been executed.</summary>
internal sealed class Refusal : ExecutionError
{
    private Refusal(string code, string limit, long allowed, string message)
        : base(message)
    {
        Code = code;
        Extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { ["limit"] = limit, ["allowed"] = allowed };
    }

    /// <summary>The HTTP status where the request isn't at fault but the moment.</summary>
    public int? Status { get; private init; }

    /// <summary>Seconds after which to try again.</summary>
    public int? RetryAfter { get; private init; }

    public static Refusal TooLarge(string limit, string what, int allowed) => Of("DOCUMENT_TOO_LARGE", limit, what, allowed, "Ask for less, or in several requests.");

    public static Refusal TooDeep(string limit, string what, int allowed) => Of("DOCUMENT_TOO_DEEP", limit, what, allowed, "Begin further down, or ask in several requests.");

    public static Refusal Aliases(int allowed) => Of("TOO_MANY_ALIASES", "aliases", "aliases in an operation", allowed, "Ask for lists, or in several requests.");

    public static Refusal Directives(string limit, string what, int allowed) => Of("TOO_MANY_DIRECTIVES", limit, what, allowed, "Leave some out.");

    public static Refusal RootFields(string limit, string kind, int allowed) => Of("TOO_MANY_ROOT_FIELDS", limit, $"fields of a {kind}", allowed, "Send several requests.");

    public static Refusal OncePerRequest(string field) =>
        new("ONCE_PER_REQUEST", "oncePerRequest", 1, $"'{field}' is the second field in this request that signs in or moves money; 1 is allowed. Send each in a request of its own.");

    public static Refusal Repeats(string name, int allowed) => Of("TOO_MANY_REPEATS", "repeats", $"fields answered as '{name}' in one object", allowed, "Say each once.");

    public static Refusal Costly(long atLeast, int allowed) =>
        new("DOCUMENT_TOO_COSTLY", "cost", allowed, $"The operation costs at least {atLeast} points; {allowed} are allowed. Ask for fewer rows by `first`, for fewer fields, or in several requests.");

    public static Refusal Unknown(int allowed) =>
        Of("TOO_MANY_MISTAKES", "unknownFields", "fields that their types don't have", allowed, "Hold the document against the schema, which is at /graphql/schema.graphql.");

    public static Refusal Cycle(string fragment) => new("FRAGMENT_CYCLE", "fragments", 0, $"The fragment '{fragment}' spreads itself. Take the spread out.");

    public static Refusal Page(string argument, int largest) =>
        new("PAGE_OUT_OF_RANGE", argument, largest, $"`first` and `last` go from 1 to {largest}.");

    public static Refusal RateLimited(int cost, int remaining, int points, int retryAfter) => new(
        "RATE_LIMITED", "points", points, $"This request costs {cost} points at least, and {remaining} are left. Try again in {Seconds(retryAfter)}; the field `rateLimit` and `extensions.cost` tell what requests cost.")
    {
        Status = StatusCodes.Status429TooManyRequests,
        RetryAfter = retryAfter,
    };

    public static Refusal AtOnce(int allowed) => new("TOO_MANY_AT_ONCE", "atOnce", allowed, $"You have too many requests under way; {allowed} run at once. Wait for their answers before you send more.")
    {
        Status = StatusCodes.Status429TooManyRequests,
        RetryAfter = 1,
    };

    public static Refusal HostBusy(int allowed) => new("HOST_BUSY", "atOnceOnHost", allowed, "There are too many requests under way at the moment. Try again in a second.")
    {
        Status = StatusCodes.Status503ServiceUnavailable,
        RetryAfter = 1,
    };

    public static Refusal TimedOut(int seconds) => new(
        "TIMED_OUT", "seconds", seconds, $"The request was given up after {Seconds(seconds)}. Ask for less; send a mutation again with the same idempotency key, and it has its effect once.")
    {
        Status = StatusCodes.Status503ServiceUnavailable,
        RetryAfter = 1,
    };

    public static Refusal AnswerTooLarge(int bytes) =>
        new("RESPONSE_TOO_LARGE", "responseBytes", bytes, $"The answer has more than {bytes} bytes. Ask for fewer rows or fields; what a mutation did is done.");

    private static Refusal Of(string code, string limit, string what, int allowed, string todo) =>
        new(code, limit, allowed, $"There are at least {allowed + 1} {what}; {allowed} are allowed. {todo}");

    private static string Seconds(int seconds) => seconds == 1 ? "a second" : $"{seconds} seconds";
}
