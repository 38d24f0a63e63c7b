using System.Reflection;
using System.Runtime.Loader;

namespace Cln.Host;

/// <summary>
/// The load context of one plug-in. What the host has is the host's for everybody, or else a plug-in's <c>IModule</c> and <c>DbContext</c>
/// would be other types than the host's; the rest comes from the plug-in's folder, so that two plug-ins may need two versions of a library.
/// </summary>
internal sealed class PluginContext(string plugin, string file) : AssemblyLoadContext(plugin)
{
    private static readonly HashSet<string> hosts = [.. Trusted().Select(path => Path.GetFileNameWithoutExtension(path))];

    private readonly AssemblyDependencyResolver resolver = new(file);

    protected override Assembly? Load(AssemblyName assemblyName) =>
        !hosts.Contains(assemblyName.Name!) && resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;

    private static string[] Trusted() => ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES"))?.Split(Path.PathSeparator) ?? [];
}
