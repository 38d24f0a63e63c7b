namespace Cln.Host;

/// <summary>Other people's modules. Every folder <c>X</c> in <c>Plugins:Folder</c> is a plug-in: <c>X/X.dll</c> and what it brings along.</summary>
internal static class Plugins
{
    /// <summary>Loads every plug-in of the folder, in the order of their names; none when no folder is configured.</summary>
    /// <param name="folder"><c>Plugins:Folder</c>.</param>
    /// <param name="builtIn">The modules that the host has anyway.</param>
    /// <exception cref="WrongSetting">There is no such folder.</exception>
    /// <exception cref="PluginFailed">One of them can't be loaded. The host doesn't start with a part of what it was told to have.</exception>
    public static IReadOnlyList<IModule> Load(string? folder, params IReadOnlyList<IModule> builtIn)
    {
        if (string.IsNullOrWhiteSpace(folder)) return [];
        if (!Directory.Exists(folder)) throw WrongSetting.Value("Plugins:Folder", folder, "a folder that exists; leave the setting out to run without plug-ins");

        List<(string Owner, IModule Module)> all = [.. builtIn.Select(module => ("the host", module))];
        foreach (var home in Directory.GetDirectories(Path.GetFullPath(folder)).Order(StringComparer.Ordinal))
        {
            var plugin = new Plugin(home);
            foreach (var module in plugin.Modules())
            {
                if (all.Find(other => other.Module.Name.Equals(module.Name, StringComparison.OrdinalIgnoreCase)) is { Module: not null } twin)
                    throw plugin.Failed($"its module is called \"{module.Name}\", and so is one of {twin.Owner}", "Module names are unique: remove or rename one of the two.");
                all.Add(($"\"{plugin.Name}\"", module));
            }
        }

        return [.. all.Skip(builtIn.Count).Select(one => one.Module)];
    }
}

/// <summary>A plug-in stops the start of the host; the message names it, its file, the reason and a remedy.</summary>
internal sealed class PluginFailed(string message, Exception? cause = null) : Exception(message, cause);
