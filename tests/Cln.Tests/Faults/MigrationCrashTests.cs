using Cln.Host.Data;
using Cln.Tests.Data;
using Cln.Tests.Durability;
using Npgsql;

namespace Cln.Tests.Faults;

/// <summary>Deaths between two migrations.</summary>
public sealed class MigrationCrashTests
{
    private static readonly (string Name, string? Value) between = ("CRASH_AT", "C23:5");

    [EveryDatabase]
    public async Task A_host_that_dies_between_two_migrations_has_made_those_before_and_the_next_host_makes_the_rest(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(kind);

        Assert.NotEqual(0, (await CheckAsync(database, between)).ExitCode);
        Assert.Equal(5, (await MigratorTests.AppliedAsync(database)).Count);

        await IsWholeAsync(database, await CheckAsync(database));
    }

    [PostgresFact]
    public async Task Of_two_hosts_that_migrate_at_once_one_waits_and_goes_on_where_the_other_dies()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(DatabaseKind.Postgres);
        Task<(int ExitCode, string Output)> dies, waits;
        await using (await MigrationTurn.TakeAsync(new(DatabaseKind.Postgres, database.ConnectionString, database.Folder), CancellationToken.None))
        {
            // In the order in which they come, they get their turn.
            dies = CheckAsync(database, between);
            await WaitingAsync(database, 1);
            waits = CheckAsync(database);
            await WaitingAsync(database, 2);
        }

        Assert.NotEqual(0, (await dies).ExitCode);
        await IsWholeAsync(database, await waits);
    }

    private static Task<(int ExitCode, string Output)> CheckAsync(TestDatabase database, params (string Name, string? Value)[] settings) =>
        HostProcess.CommandAsync(database.Folder, ["check"], [.. database.Settings.Select(setting => (setting.Key, setting.Value)), .. settings]);

    private static async Task IsWholeAsync(TestDatabase database, (int ExitCode, string Output) check)
    {
        Assert.True(check.ExitCode == 0, check.Output);
        await using var template = await TestDatabase.CreateAsync(database.Kind);
        Assert.Equal(await MigratorTests.AppliedAsync(template), await MigratorTests.AppliedAsync(database));
    }

    private static async Task WaitingAsync(TestDatabase database, int hosts)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var waiting = source.CreateCommand("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
        while ((long)(await waiting.ExecuteScalarAsync())! < hosts) await Task.Delay(50);
    }
}
