using Microsoft.Extensions.Localization;

namespace Cln.Host.Web.Pages.Settings;

/// <summary>Why a webhook is off, in words.</summary>
internal static class WebhookWords
{
    public static string Stop(IStringLocalizer words, string? stop) => stop switch
    {
        "FAILING" => words["Off: it failed for too long"],
        "GONE" => words["Off: the address said that it is gone"],
        "DOCUMENT_REFUSED" => words["Off: its document no longer passes"],
        "OWNER_GONE" => words["Off: who made it has left"],
        _ => words["Off"],
    };
}
