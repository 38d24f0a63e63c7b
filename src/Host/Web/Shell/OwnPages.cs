using Cln.Pages;
using static MudBlazor.Icons.Material;

namespace Cln.Host.Web.Shell;

/// <summary>The pages that the host itself brings: those about people, programs and the platform.</summary>
internal static class OwnPages
{
    public static IReadOnlyList<Page> All { get; } =
    [
        new(Sections.Dashboard, "Overview", "/dashboard", Outlined.GridView),
        new(Sections.Settings, "Security", "/settings/security", Outlined.Shield) { Order = 30, IsResellers = false },
        new(Sections.Settings, "Users", "/settings/users", Outlined.Group, Scopes.UsersWrite) { Order = 40 },
        new(Sections.Settings, "API tokens", "/settings/tokens", Outlined.VpnKey, Scopes.UsersWrite) { Order = 50 },
        new(Sections.Settings, "Webhooks", "/settings/webhooks", Outlined.Webhook, Scopes.WebhooksWrite) { Order = 60 },
        new(Sections.Settings, "Activity", "/settings/activity", Outlined.History, Scopes.UsersWrite) { Order = 70 },
        new(Sections.Operator, "Jobs", "/operator/jobs", Outlined.Schedule, Scopes.Operator) { Order = 70, IsResellers = false },
    ];

    public static IReadOnlyDictionary<string, string> Icons { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Sections.Dashboard] = Outlined.GridView,
        [Sections.CloudLinux] = Outlined.Dns,
        [Sections.KernelCare] = Outlined.Memory,
        [Sections.Imunify360] = Outlined.GppGood,
        [Sections.Backup] = Outlined.CloudUpload,
        [Sections.Billing] = Outlined.AccountBalanceWallet,
        [Sections.Settings] = Outlined.Settings,
        [Sections.Operator] = Outlined.SupportAgent,
    };
}
