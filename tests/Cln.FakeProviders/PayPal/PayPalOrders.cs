using System.Text.Json.Nodes;
using Cln.FakeProviders.Keeping;

namespace Cln.FakeProviders.PayPal;

/// <summary>Orders: made, approved by their payer on PayPal's page (or paid from a kept wallet), captured.</summary>
internal static class PayPalOrders
{
    /// <summary>An order that isn't completed disappears.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromHours(3);

    public static Answer Create(PayPalCall call)
    {
        if (call.Body?["intent"]?.GetValue<string>() != "CAPTURE") throw PayPalProblem.Invalid("INVALID_PARAMETER_VALUE", "The value of a field is invalid. Only CAPTURE is played here.", "/intent");
        if (call.Body["purchase_units"] is not JsonArray { Count: 1 } units) throw PayPalProblem.Invalid("INVALID_ARRAY_MAX_ITEMS", "There must be one purchase unit.", "/purchase_units");
        var (unit, source) = (units[0]!, call.Body["payment_source"]?["paypal"]);
        var amount = PayPalMoney.Read(unit["amount"], "/purchase_units/@reference_id=='default'/amount");
        if (call.Fault is { Kind: "takes-amount" } other) amount = amount with { Minor = other.Number(0) };
        if (call.Fault is { Kind: "takes-currency" } another) amount = amount with { Currency = another.Arg! };
        var wallet = source?["vault_id"]?.GetValue<string>();
        if (wallet is not null && call.RequestId is null)
            throw PayPalProblem.Invalid("PAYPAL_REQUEST_ID_REQUIRED", "A PayPal-Request-Id is required if you are trying to process payment for an Order. Please specify a PayPal-Request-Id or Create the Order without a 'payment_source' specified.");

        var experience = source?["experience_context"] ?? call.Body["application_context"];
        var order = call.Page.Put(new PayPalOrder(Names.PayPal(), amount, call.Now)
        {
            Status = source is null ? "CREATED" : "PAYER_ACTION_REQUIRED",
            HasSource = source is not null,
            ReferenceId = PayPalCall.Text(unit, "reference_id") ?? "default",
            CustomId = PayPalCall.Text(unit, "custom_id"),
            InvoiceId = PayPalCall.Text(unit, "invoice_id"),
            Description = PayPalCall.Text(unit, "description"),
            ReturnUrl = experience?["return_url"]?.GetValue<string>(),
            CancelUrl = experience?["cancel_url"]?.GetValue<string>(),
            KeepsWallet = source?["attributes"]?["vault"]?["store_in_vault"]?.GetValue<string>() == "ON_SUCCESS",
        });
        if (wallet is not null) order = Pay(call, order, PayPalVault.The(call, wallet));
        return new(StatusCodes.Status201Created, call.WantsAll || wallet is not null ? PayPalShapes.Of(order, call.Page, call.PublicUrl) : PayPalShapes.Shortly(order, call.PublicUrl));
    }

    public static Answer Get(PayPalCall call) => Answer.Ok(PayPalShapes.Of(The(call, call.Id), call.Page, call.PublicUrl));

    public static Answer Capture(PayPalCall call)
    {
        var order = The(call, call.Id);
        if (order.Status == "COMPLETED") throw new PayPalProblem("ORDER_ALREADY_CAPTURED", "Order already captured. If 'intent=CAPTURE' only one capture per order is allowed.");
        var wallet = call.Body?["payment_source"]?["paypal"]?["vault_id"]?.GetValue<string>() ?? call.Body?["payment_source"]?["token"]?["id"]?.GetValue<string>();
        if (wallet is not null) order = Pay(call, order, PayPalVault.The(call, wallet));
        else if (order.Status != "APPROVED")
            throw new PayPalProblem("ORDER_NOT_APPROVED", "Payer has not yet approved the Order for payment. Please redirect the payer to the 'rel':'approve' url returned as part of the HATEOAS links within the Create Order call or provide a valid payment_source in the request.");
        else order = PayPalCaptures.Take(call, order);
        return new(StatusCodes.Status201Created, PayPalShapes.Of(order, call.Page, call.PublicUrl));
    }

    /// <summary>The payer approves, on PayPal's page.</summary>
    public static PayPalOrder? Approve(PayPalCall call, PayPalPayer payer, WalletMood mood)
    {
        if (Find(call, call.Id) is not { } order || order.Status is "COMPLETED" or "VOIDED") return null;
        order = call.Page.Put(order with { Status = "APPROVED", Payer = payer, Mood = mood });
        call.Page.Put(new Unripe(order.Id, order.Created + Life));
        call.Tell("CHECKOUT.ORDER.APPROVED", "checkout-order", "An order has been approved by buyer", PayPalShapes.Of(order, call.Page, call.PublicUrl));
        return order;
    }

    /// <summary>An order that was approved and never captured.</summary>
    public static void Lapse(PayPalCall call)
    {
        var order = call.Page.The<PayPalOrder>(call.Id);
        if (order.Status != "APPROVED") return;
        call.Page.Put(order with { Status = "VOIDED" });
        call.Tell("CHECKOUT.PAYMENT-APPROVAL.REVERSED", "payment-approval", "A payment has been reversed after approval.", new JsonObject { ["order_id"] = order.Id, ["purchase_units"] = PayPalShapes.Units(order, call.Page, call.PublicUrl) });
    }

    /// <summary>One that hasn't disappeared.</summary>
    public static PayPalOrder? Find(PayPalCall call, string id) => call.Page.Find<PayPalOrder>(id) is { } order && (order.Status == "COMPLETED" || call.Now - order.Created < Life) ? order : null;

    private static PayPalOrder The(PayPalCall call, string id) => Find(call, id) ?? throw PayPalProblem.NotFound();

    private static PayPalOrder Pay(PayPalCall call, PayPalOrder order, PayPalWallet wallet) =>
        PayPalCaptures.Take(call, call.Page.Put(order with { Status = "APPROVED", HasSource = true, Wallet = wallet.Id, Payer = wallet.Payer, Mood = wallet.Mood, KeepsWallet = false }));
}
