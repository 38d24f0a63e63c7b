using System.Reflection;
using Cln.Billing;
using Cln.Invoices;
using Cln.IpLicenses;
using Cln.Registration;
using Cln.Servers;
using Cln.Spacewalk;

namespace Cln.Host;

/// <summary>The modules of this host: the built-in ones and those in the plug-in folder, less what the configuration turns off.</summary>
internal sealed class Modules
{
    private static readonly IModule[] builtIn =
    [
        new RegistrationModule(),
        new IpLicensesModule(),
        new ServersModule(),
        new SpacewalkModule(),
        new BillingModule(),
        new InvoicesModule(),
    ];

    private Modules(IReadOnlyList<IModule> enabled)
    {
        Enabled = enabled;
        Assemblies = [typeof(Modules).Assembly, .. enabled.Select(module => module.GetType().Assembly).Distinct()];
    }

    public IReadOnlyList<IModule> Enabled { get; }

    /// <summary>Where fields, mappings, migrations, handlers and jobs are looked for.</summary>
    public IReadOnlyList<Assembly> Assemblies { get; }

    /// <summary>Where pages are looked for besides the host's own.</summary>
    public IReadOnlyList<Assembly> PageAssemblies => [.. Assemblies.Skip(1)];

    public IEnumerable<Type> Types => Assemblies.SelectMany(assembly => assembly.GetTypes());

    public static Modules Compose(IConfiguration configuration)
    {
        IModule[] all = [.. builtIn, .. Plugins.Load(configuration["Plugins:Folder"], builtIn)];
        foreach (var section in configuration.GetSection("Modules").GetChildren())
        {
            if (all.All(module => module.Name != section.Key))
                throw WrongSetting.Value("Modules", section.Key, $"the names of modules: {string.Join(", ", all.Select(module => module.Name))}");
        }

        return new([.. all.Where(module => IsOn(module, configuration))]);
    }

    private static bool IsOn(IModule module, IConfiguration configuration)
    {
        var setting = $"Modules:{module.Name}:Enabled";
        if (string.IsNullOrEmpty(configuration[setting])) return true;
        return bool.TryParse(configuration[setting], out var isOn) ? isOn : throw WrongSetting.Value(setting, configuration[setting]!, "true or false");
    }
}
