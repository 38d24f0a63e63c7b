using Cln.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Cln.Billing.Pages;

/// <summary>What the payer has to do, as the API tells it.</summary>
internal sealed record PayerStep(string? ApprovalUrl, string? ClientSecret, string? PublishableKey)
{
    /// <summary>Leads the payer to the gateway's page, or opens its question in this one; what went wrong, or null. Where another page is opened it doesn't come back.</summary>
    public async Task<string?> TakeAsync(NavigationManager navigation, IJSRuntime script, IEnumerable<PageScript> scripts)
    {
        if (ApprovalUrl is not null)
        {
            navigation.NavigateTo(ApprovalUrl, forceLoad: true);
            return null;
        }

        if (ClientSecret is null) return null;
        await using var browser = await script.InvokeAsync<IJSObjectReference>("import", "/money.js");
        return await browser.InvokeAsync<string?>("confirmPayment", Timeout.InfiniteTimeSpan, scripts.FirstOrDefault(one => one.Name == "stripe")?.Url ?? "", PublishableKey, ClientSecret);
    }
}
