using System.Text.Json.Nodes;

namespace Cln.FakeProviders.PayPal;

/// <summary>A request that PayPal refuses; nothing of it has happened. A 422 unless it says otherwise.</summary>
internal sealed class PayPalProblem(string issue, string description, string name = "UNPROCESSABLE_ENTITY", int status = StatusCodes.Status422UnprocessableEntity, string? at = null, string? redirect = null) : Exception(description)
{
    public static PayPalProblem Invalid(string issue, string description, string? field = null) => new(issue, description, "INVALID_REQUEST", StatusCodes.Status400BadRequest, field);

    public static PayPalProblem NotFound() =>
        new("INVALID_RESOURCE_ID", "Specified resource ID does not exist. Please check the resource ID and try again.", "RESOURCE_NOT_FOUND", StatusCodes.Status404NotFound);

    public Answer Answer => PayPalErrors.Answer(status, name, issue, Message, at, redirect);
}

/// <summary>The shapes of PayPal's errors.</summary>
internal static class PayPalErrors
{
    private static readonly Dictionary<string, string> Messages = new(StringComparer.Ordinal)
    {
        ["UNPROCESSABLE_ENTITY"] = "The requested action could not be performed, semantically incorrect, or failed business validation.",
        ["INVALID_REQUEST"] = "Request is not well-formed, syntactically incorrect, or violates schema.",
        ["RESOURCE_NOT_FOUND"] = "The specified resource does not exist.",
        ["RESOURCE_CONFLICT"] = "The server has detected a conflict while processing this request.",
        ["NOT_AUTHORIZED"] = "Authorization failed due to insufficient permissions.",
        ["INTERNAL_SERVER_ERROR"] = "An internal server error has occurred.",
        ["RATE_LIMIT_REACHED"] = "Too many requests. Blocked due to rate limiting.",
    };

    public static Answer Answer(int status, string name, string issue, string description, string? field = null, string? redirect = null)
    {
        var detail = new JsonObject { ["issue"] = issue, ["description"] = description };
        if (field is not null) (detail["field"], detail["location"]) = (field, "body");
        var links = new JsonArray(Link($"https://developer.paypal.com/docs/api/orders/v2/#error-{issue}", "information_link", "GET"));
        if (redirect is not null) links.Add((JsonNode)Link(redirect, "redirect", "GET"));
        return new(status, new JsonObject { ["name"] = name, ["details"] = new JsonArray(detail), ["message"] = Messages.GetValueOrDefault(name, name), ["debug_id"] = Names.DebugId(), ["links"] = links });
    }

    /// <summary>The access token isn't known, or no longer.</summary>
    public static Answer InvalidToken() => new(StatusCodes.Status401Unauthorized, new JsonObject { ["error"] = "invalid_token", ["error_description"] = "Token signature verification failed" });

    public static Answer InvalidClient() => new(StatusCodes.Status401Unauthorized, new JsonObject { ["error"] = "invalid_client", ["error_description"] = "Client Authentication failed" });

    public static JsonObject Link(string href, string rel, string method) => new() { ["href"] = href, ["rel"] = rel, ["method"] = method };
}
