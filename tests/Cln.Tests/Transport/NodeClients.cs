using System.Collections.Concurrent;
using Cln.Tests.House;

namespace Cln.Tests.Transport;

/// <summary>Runs the clients in <c>tests/clients</c>, and installs the packages of a folder when they aren't or when their lock file is newer.</summary>
internal static class NodeClients
{
    private static readonly string folder = Path.Combine(Checkout.Root, "tests", "clients");
    private static readonly ConcurrentDictionary<string, Lazy<Task>> installed = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, string> nothing = [];

    /// <summary>Why there is no client to run; null when there is.</summary>
    public static string? WhyMissing => OutsideProgram.Exists("node") && OutsideProgram.Exists("npm") ? null : "Node.js with npm is not installed on this machine.";

    /// <summary>Asserts that a client ends well.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(string script, params string[] arguments)
    {
        await InstallAsync(folder);
        return await OutsideProgram.RunAsync(folder, nothing, "node", [script, .. arguments]);
    }

    public static Task InstallAsync(string where) => installed.GetOrAdd(where, _ => new(() => InstallOnceAsync(where))).Value;

    private static async Task InstallOnceAsync(string where)
    {
        var done = new FileInfo(Path.Combine(where, "node_modules", ".package-lock.json"));
        if (done.Exists && done.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(where, "package-lock.json"))) return;
        await OutsideProgram.RunAsync(where, nothing, "npm", "ci", "--no-audit", "--no-fund");
    }
}

/// <summary>A test that needs Node.js; where there is none it is skipped, aloud.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute() => Skip = NodeClients.WhyMissing;
}
