using System.Net;
using System.Net.Mime;
using Cln.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace Cln.Billing;

/// <summary>The page on which a payer approves a payment, as PayPal's page would be: two buttons that lead back.</summary>
internal static class SandboxPage
{
    public const string Path = "/sandbox/checkout";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet($"{Path}/{{name}}", ShowAsync);
        routes.MapPost($"{Path}/{{name}}/approve", (string name, Apart apart, CancellationToken cancellation) => DecideAsync(name, approves: true, apart, cancellation));
        routes.MapPost($"{Path}/{{name}}/cancel", (string name, Apart apart, CancellationToken cancellation) => DecideAsync(name, approves: false, apart, cancellation));
    }

    private static async Task<IResult> ShowAsync(string name, Apart apart, CancellationToken cancellation)
    {
        try
        {
            return Page(await apart.CommitAsync((SandboxBook book) => book.FindAsync(name, cancellation), cancellation));
        }
        catch (KeyNotFoundException)
        {
            return Results.NotFound();
        }
    }

    /// <summary>A payer who has decided before is led to where that decision leads.</summary>
    private static async Task<IResult> DecideAsync(string name, bool approves, Apart apart, CancellationToken cancellation)
    {
        try
        {
            var payment = await apart.CommitAsync((SandboxBook book) => book.DecideAsync(name, approves, cancellation), cancellation);
            var back = payment.Status is GatewayStatus.Canceled or GatewayStatus.Expired ? payment.CancelUrl : payment.ReturnUrl;
            return Results.Redirect(QueryHelpers.AddQueryString(back!, "token", payment.Name));
        }
        catch (KeyNotFoundException)
        {
            return Results.NotFound();
        }
    }

    private static IResult Page(SandboxPayment payment)
    {
        var ask = payment.Status == GatewayStatus.AwaitsPayer
            ? $"""
              <form method="post" action="{Path}/{payment.Name}/approve"><button>Approve</button></form>
              <form method="post" action="{Path}/{payment.Name}/cancel"><button class="quiet">Cancel and return</button></form>
              """
            : $"<p>There is nothing to decide any more: this payment is {WebUtility.HtmlEncode(payment.Status.ToString())}.</p>";
        return Results.Content(
            $$"""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Sandbox checkout</title>
            <style>
              body { font: 16px/1.5 system-ui, sans-serif; max-width: 24rem; margin: 4rem auto; padding: 0 1rem; color: #1f2933 }
              strong { font-size: 2rem }
              button { width: 100%; margin-top: .75rem; padding: .75rem; border: 0; border-radius: .5rem; background: #1b5fd0; color: #fff; font: inherit; cursor: pointer }
              .quiet { background: #e4e7eb; color: inherit }
            </style>
            <h1>Sandbox checkout</h1>
            <p>{{WebUtility.HtmlEncode(payment.Description)}}</p>
            <p><strong>{{payment.Amount}} {{WebUtility.HtmlEncode(payment.Currency)}}</strong></p>
            <p>No money moves here.</p>
            {{ask}}
            </html>
            """,
            MediaTypeNames.Text.Html, System.Text.Encoding.UTF8);
    }
}
