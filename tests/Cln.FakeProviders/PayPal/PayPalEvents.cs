using System.Globalization;
using System.Text.Json.Nodes;
using Cln.FakeProviders.Hooks;

namespace Cln.FakeProviders.PayPal;

/// <summary>What PayPal has told, or tried to tell.</summary>
internal static class PayPalEvents
{
    public static Answer Get(PayPalCall call) => Answer.Ok(JsonNode.Parse(The(call).Body)!);

    /// <summary>Newest first; <c>start_time</c>, <c>end_time</c>, <c>event_type</c>, <c>page_size</c>, and <c>page</c> of our own in the link to the next.</summary>
    public static Answer List(PayPalCall call)
    {
        var (from, until, type) = (Time(call, "start_time"), Time(call, "end_time"), call.Query!["event_type"].ToString());
        var (size, page) = (Number(call, "page_size", 10), Number(call, "page", 1));
        var all = call.Page.All<HookEvent>()
            .Where(told => told.Provider == HookProvider.PayPal && (from is null || told.Created >= from) && (until is null || told.Created <= until) && (type.Length == 0 || told.Type == type))
            .Reverse().ToList();
        var shown = all.Skip((page - 1) * size).Take(size).Select(told => JsonNode.Parse(told.Body)!).ToArray();
        var links = new JsonArray(PayPalErrors.Link($"{call.PublicUrl}/v1/notifications/webhooks-events{Query(call, page)}", "self", "GET"));
        if (all.Count > page * size) links.Add((JsonNode)PayPalErrors.Link($"{call.PublicUrl}/v1/notifications/webhooks-events{Query(call, page + 1)}", "next", "GET"));
        return Answer.Ok(new JsonObject { ["events"] = new JsonArray(shown), ["count"] = shown.Length, ["links"] = links });
    }

    public static Answer Resend(PayPalCall call)
    {
        var told = call.Page.Put(The(call) with { NextAt = call.Now, Attempts = 0, Delivered = false });
        return new(StatusCodes.Status202Accepted, told.Body);
    }

    private static HookEvent The(PayPalCall call) => call.Page.Find<HookEvent>(call.Id) is { Provider: HookProvider.PayPal } told ? told : throw PayPalProblem.NotFound();

    private static string Query(PayPalCall call, int page) =>
        QueryString.Create(call.Query!.Where(field => field.Key != "page").Append(new("page", page.ToString(CultureInfo.InvariantCulture)))).ToString();

    private static DateTimeOffset? Time(PayPalCall call, string name) => call.Query![name].ToString() is { Length: > 0 } text
        ? DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : throw PayPalProblem.Invalid("INVALID_PARAMETER_SYNTAX", "The value of a field does not conform to the expected format.", name)
        : null;

    private static int Number(PayPalCall call, string name, int otherwise) => int.TryParse(call.Query![name], CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, 1, 300) : otherwise;
}
