using System.Diagnostics;
using Cln.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Spacewalk;

/// <summary>Counts the SQL commands about accounts, keys and servers that a world's host sends. What it does beside the request is about neither.</summary>
internal sealed class SqlCommands : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private readonly string database;
    private readonly List<IDisposable> subscriptions = [];
    private int count;

    private SqlCommands(string database) => this.database = database;

    public static async Task<int> CountAsync(World world, Func<Task> request)
    {
        await using var scope = world.PlatformScope();
        var commands = new SqlCommands(scope.ServiceProvider.GetRequiredService<ClnDbContext>().Database.GetConnectionString()!);
        using var listeners = DiagnosticListener.AllListeners.Subscribe(commands);
        await request();
        foreach (var subscription in commands.subscriptions) subscription.Dispose();
        return commands.count;
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name) subscriptions.Add(value.Subscribe(this));
    }

    // Other tests run in the same process, each with a database of its own.
    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is CommandExecutedEventData executed && IsAbout(executed.Command.CommandText) && executed.Context?.Database.GetConnectionString() == database)
            Interlocked.Increment(ref count);
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    private static bool IsAbout(string sql) => sql.Contains("spacewalk_", StringComparison.Ordinal) || sql.Contains("servers_servers", StringComparison.Ordinal);
}
