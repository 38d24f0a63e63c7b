using System.Text.Json.Nodes;

namespace Cln.FakeProviders.PayPal;

/// <summary>Wallets that are kept, to be charged when their payer is away.</summary>
internal static class PayPalVault
{
    /// <summary>A setup token waits three days for its payer.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromDays(3);

    public static Answer CreateSetup(PayPalCall call)
    {
        if (call.Body?["payment_source"]?["paypal"] is not { } source) throw PayPalProblem.Invalid("MISSING_REQUIRED_PARAMETER", "A required parameter is missing.", "/payment_source");
        var experience = source["experience_context"];
        var setup = new PayPalSetup(Names.PayPal(), call.Body["customer"]?["id"]?.GetValue<string>() ?? Names.Payer(), experience?["return_url"]?.GetValue<string>(), experience?["cancel_url"]?.GetValue<string>(), call.Now);
        return new(StatusCodes.Status201Created, PayPalShapes.Of(call.Page.Put(setup), call.PublicUrl));
    }

    public static Answer GetSetup(PayPalCall call) => Answer.Ok(PayPalShapes.Of(FindSetup(call, call.Id) ?? throw PayPalProblem.NotFound(), call.PublicUrl));

    public static PayPalSetup? FindSetup(PayPalCall call, string id) => call.Page.Find<PayPalSetup>(id) is { } setup && call.Now - setup.Created < Life ? setup : null;

    /// <summary>The payer approves, on PayPal's page.</summary>
    public static PayPalSetup? Approve(PayPalCall call, PayPalPayer payer, WalletMood mood) =>
        FindSetup(call, call.Id) is { Status: not "VAULTED" } setup ? call.Page.Put(setup with { Status = "APPROVED", Payer = payer, Mood = mood }) : null;

    public static Answer CreateWallet(PayPalCall call)
    {
        var id = call.Body?["payment_source"]?["token"]?["id"]?.GetValue<string>() ?? throw PayPalProblem.Invalid("MISSING_REQUIRED_PARAMETER", "A required parameter is missing.", "/payment_source/token/id");
        var setup = FindSetup(call, id) ?? throw new PayPalProblem("TOKEN_NOT_FOUND", "The token was not found.", "RESOURCE_NOT_FOUND", StatusCodes.Status404NotFound);
        if (setup.Status != "APPROVED") throw new PayPalProblem(setup.Status == "VAULTED" ? "TOKEN_ALREADY_USED" : "TOKEN_NOT_APPROVED", "The payer has not approved the setup token, or it was used already.");
        call.Page.Put(setup with { Status = "VAULTED" });
        return new(StatusCodes.Status201Created, PayPalShapes.Of(Keep(call, setup.Payer!, setup.Mood, setup.Customer), call.PublicUrl));
    }

    public static Answer GetWallet(PayPalCall call) => Answer.Ok(PayPalShapes.Of(Find(call, call.Id) ?? throw PayPalProblem.NotFound(), call.PublicUrl));

    public static Answer ListWallets(PayPalCall call)
    {
        var customer = call.Query!["customer_id"].ToString();
        return Answer.Ok(new JsonObject
        {
            ["customer"] = new JsonObject { ["id"] = customer },
            ["payment_tokens"] = new JsonArray([.. call.Page.All<PayPalWallet>().Where(wallet => wallet.Customer == customer && !wallet.Deleted).Select(wallet => PayPalShapes.Of(wallet, call.PublicUrl))]),
        });
    }

    /// <summary>Gone already or never there: 204 all the same.</summary>
    public static Answer DeleteWallet(PayPalCall call)
    {
        if (Find(call, call.Id) is { } wallet)
        {
            call.Page.Put(wallet with { Deleted = true });
            call.Tell("VAULT.PAYMENT-TOKEN.DELETED", "payment_token", "A payment token has been deleted.", new JsonObject { ["id"] = wallet.Id, ["customer"] = new JsonObject { ["id"] = wallet.Customer } });
        }

        return new(StatusCodes.Status204NoContent, (string?)null);
    }

    public static PayPalWallet Keep(PayPalCall call, PayPalPayer payer, WalletMood mood, string? customer)
    {
        var wallet = call.Page.Put(new PayPalWallet(Names.PayPal().ToLowerInvariant(), customer ?? Names.Payer(), payer, mood, call.Now));
        call.Tell("VAULT.PAYMENT-TOKEN.CREATED", "payment_token", "A payment token has been created.", PayPalShapes.Of(wallet, call.PublicUrl));
        return wallet;
    }

    /// <summary>A wallet that can be charged.</summary>
    public static PayPalWallet The(PayPalCall call, string id) =>
        Find(call, id) ?? throw new PayPalProblem("TOKEN_ID_NOT_FOUND", "Specified token was not found. Verify the token and try the request again.");

    private static PayPalWallet? Find(PayPalCall call, string id) => call.Page.Find<PayPalWallet>(id) is { Deleted: false } wallet ? wallet : null;
}
