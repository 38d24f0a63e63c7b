using System.Text.Json.Nodes;

namespace Cln.FakeProviders.PayPal;

/// <summary>A payer's complaints. PayPal holds the money while they are open.</summary>
internal static class PayPalDisputes
{
    public static Answer Get(PayPalCall call) => Answer.Ok(Shape(call, call.Page.Find<PayPalDispute>(call.Id) ?? throw PayPalProblem.NotFound()));

    public static Answer List(PayPalCall call)
    {
        var about = call.Query!["disputed_transaction_id"].ToString();
        return Answer.Ok(new JsonObject { ["items"] = new JsonArray([.. call.Page.All<PayPalDispute>().Where(dispute => about.Length == 0 || dispute.Capture == about).Reverse().Take(50).Select(dispute => Shape(call, dispute))]) });
    }

    public static PayPalDispute Open(PayPalCall call, PayPalCapture capture)
    {
        var dispute = call.Page.Put(new PayPalDispute($"PP-D-{Names.Payer()}", capture.Id, capture.Amount with { Minor = capture.Amount.Minor - capture.Refunded }, call.Now));
        call.Page.Put(capture with { Dispute = dispute.Id });
        PayPalMovements.Book(call, Names.PayPal(), "T1110", capture, -dispute.Amount.Minor, 0);
        call.Tell("CUSTOMER.DISPUTE.CREATED", "dispute", "A new dispute opened with Case # " + dispute.Id, Shape(call, dispute));
        return dispute;
    }

    /// <summary>Decides it. When it is lost the payment is reversed.</summary>
    public static PayPalDispute Resolve(PayPalCall call, PayPalDispute dispute, bool won)
    {
        if (dispute.Outcome is not null) return dispute;
        dispute = call.Page.Put(dispute with { Status = "RESOLVED", Outcome = won ? "RESOLVED_SELLER_FAVOUR" : "RESOLVED_BUYER_FAVOUR" });
        var capture = call.Page.The<PayPalCapture>(dispute.Capture);
        if (won)
        {
            call.Page.Put(capture with { Dispute = null });
            PayPalMovements.Book(call, Names.PayPal(), "T1111", capture, dispute.Amount.Minor, 0);
        }
        else
        {
            capture = call.Page.Put(capture with { Status = "REFUNDED", Reason = "BUYER_COMPLAINT", Updated = call.Now });
            call.Tell("PAYMENT.CAPTURE.REVERSED", "capture", $"A $ {capture.Amount.Value} {capture.Amount.Currency} capture payment was reversed", PayPalShapes.Of(capture, call.PublicUrl));
        }

        call.Tell("CUSTOMER.DISPUTE.RESOLVED", "dispute", "A dispute was resolved with case # " + dispute.Id, Shape(call, dispute));
        return dispute;
    }

    private static JsonObject Shape(PayPalCall call, PayPalDispute dispute)
    {
        var capture = call.Page.The<PayPalCapture>(dispute.Capture);
        var shape = new JsonObject
        {
            ["dispute_id"] = dispute.Id,
            ["create_time"] = PayPalCall.Time(dispute.Created),
            ["reason"] = "MERCHANDISE_OR_SERVICE_NOT_RECEIVED",
            ["status"] = dispute.Status,
            ["dispute_amount"] = dispute.Amount.Shape(),
            ["disputed_transactions"] = new JsonArray(new JsonObject { ["seller_transaction_id"] = capture.Id, ["custom"] = capture.CustomId, ["invoice_number"] = capture.InvoiceId, ["gross_amount"] = capture.Amount.Shape() }),
        };
        if (dispute.Outcome is not null) shape["dispute_outcome"] = new JsonObject { ["outcome_code"] = dispute.Outcome, ["amount_refunded"] = dispute.Amount.Shape() };
        return shape;
    }
}
