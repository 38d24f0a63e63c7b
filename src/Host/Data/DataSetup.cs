using System.Reflection;
using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Cln.Host.Data;

/// <summary>The database of the host. What differs between SQLite, PostgreSQL and SQL Server is in this folder and nowhere else.</summary>
internal static class DataSetup
{
    /// <param name="services">The host's services, which also have a scoped <see cref="Caller"/>.</param>
    /// <param name="configuration"><c>Database:Provider</c>, <c>ConnectionStrings:Cln</c> and <c>Data:Folder</c>.</param>
    /// <param name="environment">A relative <c>Data:Folder</c> is in its content root.</param>
    /// <param name="assemblies">Those whose mappings and migrations make up the database: the host's own and the enabled modules'.</param>
    public static IServiceCollection AddData(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment, IReadOnlyList<Assembly> assemblies)
    {
        var settings = DatabaseSettings.Read(configuration, environment);
        return services
            .AddSingleton(settings)
            .AddSingleton(new Mappings(assemblies))
            .AddSingleton<DatabaseFile>()
            .AddSingleton<Migrator>()
            .AddSingleton<IInvariants, HostInvariants>()
            .AddScoped<ICheck, FileIntegrity>()
            .AddDbContext<ClnDbContext>(options => options.UseDatabase(settings.Kind, settings.ConnectionString));
    }

    /// <summary>Everything that a context needs to know of its database.</summary>
    public static DbContextOptionsBuilder UseDatabase(this DbContextOptionsBuilder options, DatabaseKind kind, string connectionString)
    {
        _ = kind switch
        {
            DatabaseKind.Sqlite => options.UseSqlite(connectionString).AddInterceptors(Session.Sqlite),
            DatabaseKind.Postgres => options.UseNpgsql(connectionString),
            _ => options.UseSqlServer(connectionString).AddInterceptors(Session.SqlServer),
        };
        return options.UseComposition();
    }

    /// <summary>What is the same on each database: what is worth a log line, names in snake case, and a model for each composition of assemblies.</summary>
    public static DbContextOptionsBuilder UseComposition(this DbContextOptionsBuilder options) =>
        options.ConfigureWarnings(warnings => warnings
            // A command or commit that fails is the matter of whoever sent it: a unique index that says no is often the answer that was asked for.
            .Log((RelationalEventId.CommandError, LogLevel.Debug), (RelationalEventId.TransactionError, LogLevel.Debug), (CoreEventId.SaveChangesFailed, LogLevel.Debug))
            // Deliveries have no filter and events do: whoever reads deliveries is the platform, for which nothing is filtered.
            .Ignore(CoreEventId.PossibleIncorrectRequiredNavigationWithQueryFilterInteractionWarning))
        .UseSnakeCaseNamingConvention().ReplaceService<IModelCacheKeyFactory, CompositionKeys>();
}
