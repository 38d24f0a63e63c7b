using FluentMigrator.Runner.VersionTableInfo;

namespace Cln.Host.Data;

/// <summary>Where the database notes which migrations it has had.</summary>
internal sealed class MigrationTable : IVersionTableMetaData
{
    public const string Name = "data_migrations";

    public bool OwnsSchema => false;

    public string SchemaName => "";

    public string TableName => Name;

    public string ColumnName => "number";

    public string DescriptionColumnName => "name";

    public string UniqueIndexName => $"ix_{Name}_number";

    public string AppliedOnColumnName => "applied_at";

    public bool CreateWithPrimaryKey => false;
}
