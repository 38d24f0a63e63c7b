using GraphQL;

namespace Cln.Host.Graph.Transport;

/// <summary>A request that no operation could be made of: its HTTP status, a stable code, and what would be accepted instead.</summary>
internal sealed class TransportError : Exception
{
    private TransportError(int status, string code, string message)
        : base(message)
    {
        Status = status;
        Code = code;
    }

    public int Status { get; }

    public string Code { get; }

    /// <summary>The methods that would be allowed, when the method was wrong.</summary>
    public string? Allow { get; private init; }

    public ExecutionResult AsResult() => new() { Errors = [new ExecutionError(Message) { Code = Code }] };

    /// <summary>The request is JSON, but not a GraphQL request.</summary>
    public static TransportError InvalidRequest(string message) => new(StatusCodes.Status400BadRequest, "INVALID_REQUEST", message);

    /// <summary>The request isn't JSON that reads the same to everybody.</summary>
    public static TransportError InvalidJson(string what) => new(StatusCodes.Status400BadRequest, "INVALID_JSON", $"The request is not acceptable JSON: {what}.");

    /// <summary>Several operations in one request.</summary>
    public static TransportError Batch() =>
        new(StatusCodes.Status400BadRequest, "BATCHING_NOT_SUPPORTED", "Send one operation in a request: a JSON object, not an array.");

    /// <summary>The credential may not be used here.</summary>
    public static TransportError Forbidden(DomainError refused) => new(StatusCodes.Status403Forbidden, refused.Code, refused.Message);

    public static TransportError CrossSite(string message) => new(StatusCodes.Status403Forbidden, "CROSS_SITE_REQUEST", message);

    public static TransportError Method(string allow, string message) =>
        new(StatusCodes.Status405MethodNotAllowed, "METHOD_NOT_ALLOWED", message) { Allow = allow };

    /// <summary>Nothing is changed by GET.</summary>
    public static TransportError MutationByGet() => Method("POST", "A mutation is sent by POST.");

    public static TransportError NotAcceptable(string message) => new(StatusCodes.Status406NotAcceptable, "NOT_ACCEPTABLE", message);

    public static TransportError TooLarge(int limit) =>
        new(StatusCodes.Status413PayloadTooLarge, "REQUEST_TOO_LARGE", $"A request has at most {limit} bytes.");

    public static TransportError TooManyListeners() =>
        new(StatusCodes.Status429TooManyRequests, "TOO_MANY_CONNECTIONS", "You have too many sockets and event streams open: close some, or carry several subscriptions over one socket.");

    public static TransportError UnsupportedMedia(string message) =>
        new(StatusCodes.Status415UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", message);

    /// <summary>HTTP itself was broken: the server's own word for it.</summary>
    public static TransportError Broken(BadHttpRequestException broken) => new(broken.StatusCode, "INVALID_REQUEST", broken.Message);
}
