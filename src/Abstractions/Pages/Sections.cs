namespace Cln.Pages;

/// <summary>The sections of the top menu that the built-in modules share, in their order.</summary>
public static class Sections
{
    public const string Dashboard = "Dashboard";
    public const string CloudLinux = "CloudLinux OS";
    public const string KernelCare = "KernelCare";
    public const string Imunify360 = "Imunify360";
    public const string Backup = "CL Backup";
    public const string Billing = "Billing";
    public const string Settings = "Settings";
    public const string Operator = "Operator";

    public static IReadOnlyList<string> All { get; } = [Dashboard, CloudLinux, KernelCare, Imunify360, Backup, Billing, Settings, Operator];
}

/// <summary>A page for everybody, signed in or not.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PublicPageAttribute : Attribute;
