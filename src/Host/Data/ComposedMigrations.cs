using System.Reflection;
using FluentMigrator;
using FluentMigrator.Runner.Initialization;

namespace Cln.Host.Data;

/// <summary>The migrations in the composed assemblies, internal ones too: FluentMigrator's own search sees only public classes.</summary>
internal sealed class ComposedMigrations(IEnumerable<Assembly> assemblies) : IMigrationSourceItem
{
    public IEnumerable<Type> MigrationTypeCandidates { get; } =
        [.. assemblies.SelectMany(assembly => assembly.GetTypes()).Where(type => type.IsAssignableTo(typeof(IMigration)) && type.IsDefined(typeof(MigrationAttribute)))];
}
