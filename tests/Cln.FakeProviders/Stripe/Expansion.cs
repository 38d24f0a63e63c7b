using System.Text.Json.Nodes;
using Cln.FakeProviders.Keeping;

namespace Cln.FakeProviders.Stripe;

/// <summary><c>expand[]=latest_charge.refunds</c>: objects in the place of their ids.</summary>
internal static class Expansion
{
    public static Answer Apply(Page page, Answer answer, IReadOnlyList<string> paths)
    {
        if (paths.Count == 0 || answer.Status != StatusCodes.Status200OK) return answer;
        var body = JsonNode.Parse(answer.Body!)!;
        foreach (var path in paths) Expand(page, body, path.Split('.'));
        return new(answer.Status, body);
    }

    private static void Expand(Page page, JsonNode? node, ReadOnlySpan<string> path)
    {
        if (path.Length == 0 || node is null) return;
        if (node is JsonArray list)
        {
            foreach (var each in list) Expand(page, each, path);
            return;
        }

        if (node is not JsonObject thing) return;
        var name = path[0];
        if (thing["object"]?.GetValue<string>() == "charge" && name == "refunds") thing["refunds"] = Refunds(page, thing);
        else if (thing[name] is JsonValue value && value.TryGetValue<string>(out var id) && Find(page, id) is { } found) thing[name] = found;
        else if (!thing.ContainsKey(name)) throw new StripeProblem(null, $"This property cannot be expanded ({name}).", "expand");
        Expand(page, thing[name], path[1..]);
    }

    private static JsonObject Refunds(Page page, JsonObject charge) =>
        StripeShapes.List(
            $"/v1/charges/{charge["id"]}/refunds",
            [.. page.The<StripePayment>(charge["payment_intent"]!.GetValue<string>()).Refunds.Select(page.The<StripeRefund>).Where(refund => refund.Charge == charge["id"]!.GetValue<string>()).Reverse().Select(StripeShapes.Of)],
            hasMore: false);

    private static JsonObject? Find(Page page, string id) => id.Split('_')[0] switch
    {
        "cus" => page.Find<StripeCustomer>(id) is { } customer ? StripeShapes.Of(customer) : null,
        "pm" => page.Find<StripeMethod>(id) is { } method ? StripeShapes.Of(method) : null,
        "pi" => page.Find<StripePayment>(id) is { } payment ? StripeShapes.Of(payment, "", page) : null,
        "ch" => page.Find<StripeCharge>(id) is { } charge ? StripeShapes.Of(charge, page) : null,
        "txn" => page.Find<StripeMovement>(id) is { } movement ? StripeShapes.Of(movement) : null,
        "re" => page.Find<StripeRefund>(id) is { } refund ? StripeShapes.Of(refund) : null,
        "dp" => page.Find<StripeDispute>(id) is { } dispute ? StripeShapes.Of(dispute, page) : null,
        _ => null,
    };
}
