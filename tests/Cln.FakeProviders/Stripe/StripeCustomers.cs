using System.Text.Json.Nodes;

namespace Cln.FakeProviders.Stripe;

internal static class StripeCustomers
{
    public static Answer Create(StripeCall call) =>
        Answer.Ok(StripeShapes.Of(call.Page.Put(new StripeCustomer(Names.Stripe("cus"), call.Form.Text("name"), call.Form.Text("email"), call.Form.Map("metadata"), call.Now))));

    public static Answer Get(StripeCall call) => Answer.Ok(StripeShapes.Of(Find(call, call.Id)));

    public static Answer Update(StripeCall call)
    {
        var customer = Alive(call, call.Id);
        return Answer.Ok(StripeShapes.Of(call.Page.Put(customer with
        {
            Name = call.Form.Text("name") ?? customer.Name,
            Email = call.Form.Text("email") ?? customer.Email,
            Metadata = new Dictionary<string, string>(customer.Metadata.Concat(call.Form.Map("metadata")).GroupBy(pair => pair.Key, StringComparer.Ordinal).Select(pairs => pairs.Last()), StringComparer.Ordinal),
        })));
    }

    public static Answer Delete(StripeCall call)
    {
        var customer = Alive(call, call.Id);
        call.Page.Put(customer with { Deleted = true });
        foreach (var method in call.Page.All<StripeMethod>().Where(method => method.Customer == customer.Id).ToList()) call.Page.Put(method with { Customer = null, Detached = true });
        call.Tell("customer.deleted", StripeShapes.Of(customer));
        return Answer.Ok(new JsonObject { ["id"] = customer.Id, ["object"] = "customer", ["deleted"] = true });
    }

    public static StripeCustomer Alive(StripeCall call, string id) => Find(call, id) is { Deleted: false } customer ? customer : throw StripeProblem.Missing("customer", id, "customer");

    private static StripeCustomer Find(StripeCall call, string id) => call.Page.Find<StripeCustomer>(id) ?? throw StripeProblem.Missing("customer", id, "customer");
}
