using System.Globalization;
using Cln.Host.Data;
using Npgsql;

namespace Cln.Host.Events;

/// <summary>Hears at once what other hosts commit, as PostgreSQL tells it. Without it, or where a pooler swallows notifications, <see cref="EventWatch"/> finds the same half a second later.</summary>
internal sealed class PostgresWakeUp(DatabaseSettings database, EventPulse pulse, ILogger<PostgresWakeUp> logger) : BackgroundService
{
    /// <summary>What a trigger on the heads of the logs notifies, with the reseller's id.</summary>
    internal const string Channel = "cln_events";

    private static readonly TimeSpan pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is NpgsqlException or IOException or TimeoutException)
            {
                logger.LogInformation(failure, "PostgreSQL doesn't tell of events at the moment; they are looked for");
            }

            await Task.Delay(pause, TimeProvider.System, stoppingToken);
        }
    }

    private async Task ListenAsync(CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString);
        connection.Notification += (_, told) =>
        {
            if (long.TryParse(told.Payload, NumberStyles.None, CultureInfo.InvariantCulture, out var reseller)) pulse.Tell(reseller);
        };
        await connection.OpenAsync(cancellation);
        await using (var listen = new NpgsqlCommand($"LISTEN {Channel}", connection)) await listen.ExecuteNonQueryAsync(cancellation);
        while (true) await connection.WaitAsync(cancellation);
    }
}
