using System.Text.Json.Nodes;
using Cln.FakeProviders.Faults;
using Cln.FakeProviders.Hooks;
using Cln.FakeProviders.Keeping;

namespace Cln.FakeProviders.Stripe;

/// <summary>A request to Stripe that is being executed, with everything that it may touch.</summary>
/// <param name="Page">The books.</param>
/// <param name="Form">Its parameters.</param>
/// <param name="Id">The object in its path.</param>
/// <param name="Now">When.</param>
/// <param name="PublicUrl">Where browsers reach this program.</param>
internal sealed record StripeCall(Page Page, StripeForm Form, string Id, DateTimeOffset Now, string PublicUrl)
{
    public Fault? Fault { get; init; }

    public string? RequestId { get; init; }

    public string? Key { get; init; }

    public List<string> Events { get; } = [];

    /// <summary>Tells the webhooks.</summary>
    public void Tell(string type, JsonObject about)
    {
        var told = new JsonObject
        {
            ["id"] = Names.Stripe("evt"),
            ["object"] = "event",
            ["api_version"] = StripeEndpoint.Version,
            ["created"] = Now.ToUnixTimeSeconds(),
            ["data"] = new JsonObject { ["object"] = about },
            ["livemode"] = false,
            ["pending_webhooks"] = 1,
            ["request"] = new JsonObject { ["id"] = RequestId, ["idempotency_key"] = Key },
            ["type"] = type,
        };
        Events.Add(Page.Put(HookEvent.New(Page, (string)told["id"]!, HookProvider.Stripe, type, told.ToJsonString(), Now)).Id);
    }
}
