using System.Text.Json.Nodes;
using Cln.FakeProviders.Hooks;

namespace Cln.FakeProviders.Stripe;

/// <summary>What Stripe has told, or tried to tell, for thirty days.</summary>
internal static class StripeEvents
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public static Answer Get(StripeCall call) => All(call).FirstOrDefault(told => told.Id == call.Id) is { } found ? Answer.Ok(Shape(found)) : throw StripeProblem.Missing("event", call.Id);

    public static Answer List(StripeCall call)
    {
        var types = call.Form.List("types");
        bool? delivered = call.Form.Text("delivery_success") is null ? null : call.Form.Flag("delivery_success");
        return StripeShapes.List(
            call, "/v1/events",
            All(call).Where(told => (call.Form.Text("type") is not { } type || Matches(told.Type, type)) && (types.Count == 0 || types.Any(type => Matches(told.Type, type)))
                && (delivered is not { } success || told.Delivered == success) && call.Form.IsIn("created", told.Created)),
            Shape);
    }

    private static IEnumerable<HookEvent> All(StripeCall call) => call.Page.All<HookEvent>().Where(told => told.Provider == HookProvider.Stripe && call.Now - told.Created <= Kept);

    private static bool Matches(string type, string wanted) => wanted.EndsWith('*') ? type.StartsWith(wanted[..^1], StringComparison.Ordinal) : type == wanted;

    private static JsonObject Shape(HookEvent told)
    {
        var shape = JsonNode.Parse(told.Body)!.AsObject();
        shape["pending_webhooks"] = told.Delivered ? 0 : 1;
        return shape;
    }
}
