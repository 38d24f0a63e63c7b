using FluentMigrator;
using FluentMigrator.Infrastructure;
using FluentMigrator.Runner;
using FluentMigrator.Runner.Infrastructure;

namespace Cln.Host.Data;

/// <summary>FluentMigrator's own conventions, but for the name under which a migration is noted: its assembly and class, such as <c>Cln.Billing/CreateLedger</c>.</summary>
internal sealed class MigrationNames : IMigrationRunnerConventions
{
    private static readonly DefaultMigrationRunnerConventions Usual = DefaultMigrationRunnerConventions.Instance;

    public Func<IMigration, IMigrationInfo> GetMigrationInfoForMigration { get; } = migration =>
    {
        var usual = Usual.GetMigrationInfoForMigration(migration);
        return new MigrationInfo(usual.Version, Applied.NameOf(migration.GetType()), usual.TransactionBehavior, usual.IsBreakingChange, () => migration);
    };

    public Func<Type, bool> TypeIsMigration => Usual.TypeIsMigration;

    public Func<Type, bool> TypeIsProfile => Usual.TypeIsProfile;

    public Func<Type, MigrationStage?> GetMaintenanceStage => Usual.GetMaintenanceStage;

    public Func<Type, bool> TypeIsVersionTableMetaData => Usual.TypeIsVersionTableMetaData;

    [Obsolete("FluentMigrator asks for it by the interface only.")]
    public Func<Type, IMigrationInfo> GetMigrationInfo => Usual.GetMigrationInfo;

    public Func<Type, bool> TypeHasTags => Usual.TypeHasTags;

    public Func<Type, IEnumerable<string>, bool> TypeHasMatchingTags => Usual.TypeHasMatchingTags;
}
