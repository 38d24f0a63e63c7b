using System.Reflection;

namespace Cln.Host;

/// <summary>One plug-in's folder and the assembly in it.</summary>
internal sealed class Plugin(string home)
{
    private static readonly AssemblyName contract = typeof(IModule).Assembly.GetName();

    public string Name { get; } = Path.GetFileName(home);

    private string AssemblyFile => Path.Combine(home, Name + ".dll");

    /// <summary>Loads the assembly and makes its modules.</summary>
    public IReadOnlyList<IModule> Modules()
    {
        var assembly = Assembly();
        RefuseOtherContract(assembly);
        var modules = Types(assembly).Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IModule))).Select(Module).ToList();
        return modules.Count > 0
            ? modules
            : throw Failed("no class in it implements Cln.IModule", "A plug-in has one; a library that a plug-in needs belongs in that plug-in's folder.");
    }

    /// <summary>Why this plug-in can't be had, for whoever starts the host.</summary>
    public PluginFailed Failed(string reason, string remedy, Exception? cause = null) =>
        new($"The plug-in \"{Name}\" can't be loaded from {AssemblyFile}: {reason}. {remedy}", cause);

    private Assembly Assembly()
    {
        if (!File.Exists(AssemblyFile)) throw Failed("there is no such file", "The assembly has the name of its folder; remove folders that are no plug-ins.");
        try
        {
            return new PluginContext(Name, AssemblyFile).LoadFromAssemblyPath(AssemblyFile);
        }
        catch (Exception broken) when (broken is BadImageFormatException or FileLoadException)
        {
            throw Failed($"it is no .NET assembly that this host can read ({broken.Message})", "Copy it again, or build it for the host's version of .NET.", broken);
        }
    }

    private void RefuseOtherContract(Assembly assembly)
    {
        var built = assembly.GetReferencedAssemblies().FirstOrDefault(reference => reference.Name == contract.Name)?.Version;
        var ours = contract.Version!;
        if (built is not null && (built.Major, built.Minor) != (ours.Major, ours.Minor))
        {
            throw Failed(
                $"it was built against {contract.Name} {built.ToString(2)}, and this host has {ours.ToString(2)}",
                $"Build it against {ours.ToString(2)}, or get a version of it that was.");
        }
    }

    private Type[] Types(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException broken)
        {
            var reasons = broken.LoaderExceptions.OfType<Exception>().Select(reason => reason.Message).Distinct(StringComparer.Ordinal);
            throw Failed($"something that it needs is missing ({string.Join(" ", reasons)})", "Put what it needs into its folder: \"dotnet publish\" copies everything.", broken);
        }
    }

    private IModule Module(Type type)
    {
        try
        {
            return (IModule)Activator.CreateInstance(type, nonPublic: true)!;
        }
        catch (MissingMethodException broken)
        {
            throw Failed($"its module {type.FullName} has no constructor without parameters", "Take services as parameters of fields, or in Register.", broken);
        }
        catch (TargetInvocationException broken)
        {
            throw Failed($"the constructor of its module {type.FullName} failed ({broken.InnerException!.Message})", "Ask its author, or remove its folder to start without it.", broken.InnerException);
        }
    }
}
