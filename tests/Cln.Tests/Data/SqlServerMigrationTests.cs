using Cln.Host.Data;
using FluentMigrator.Runner;
using FluentMigrator.Runner.Initialization;
using FluentMigrator.Runner.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cln.Tests.Data;

public sealed class SqlServerMigrationTests
{
    [Fact]
    public async Task The_script_of_all_migrations_is_SQL_that_SQL_Server_reads()
    {
        var script = await ScriptAsync();

        Assert.Contains("CREATE TABLE [dbo].[access_resellers]", script, StringComparison.Ordinal);
        Assert.Contains("SET READ_COMMITTED_SNAPSHOT ON", script, StringComparison.Ordinal);
        Assert.Null(TransactSql.WhyWrong(script));
    }

    [Fact]
    public void A_statement_of_another_database_is_told_with_its_line() =>
        Assert.StartsWith("Line 2: Incorrect syntax near", TransactSql.WhyWrong("SELECT 1;\nINSERT INTO things (id) VALUES (1) ON CONFLICT DO NOTHING"), StringComparison.Ordinal);

    private static async Task<string> ScriptAsync()
    {
        await using var script = new StringWriter();
        using var log = new SqlScriptFluentMigratorLoggerProvider(script, new SqlScriptFluentMigratorLoggerOptions { OutputGoBetweenStatements = true });
        using var logs = new LoggerFactory([log]);
        await using var services = Migrator.Runner(DatabaseKind.SqlServer, "", BuiltIn.Assemblies, logs, runner =>
        {
            runner.AsGlobalPreview();
            runner.Services.Configure<RunnerOptions>(options => options.NoConnection = true);
        });
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<IMigrationRunner>().MigrateUp();
        return script.ToString();
    }
}
