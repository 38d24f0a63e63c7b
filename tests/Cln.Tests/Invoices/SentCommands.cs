using System.Collections.Concurrent;
using System.Diagnostics;
using Cln.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Invoices;

/// <summary>The SQL commands that one world sends to its database from now on.</summary>
internal sealed class SentCommands : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly ConcurrentQueue<string> sent = new();
    private readonly ConcurrentBag<IDisposable> subscriptions = [];
    private readonly string? database;

    private SentCommands(string? database) => this.database = database;

    public static SentCommands Of(World world)
    {
        using var scope = world.Services.CreateScope();
        var commands = new SentCommands(scope.ServiceProvider.GetRequiredService<ClnDbContext>().Database.GetConnectionString());
        commands.subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(commands));
        return commands;
    }

    public IReadOnlyList<string> That(Predicate<string> holds) => [.. sent.Where(sql => holds(sql))];

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name) subscriptions.Add(value.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Key == RelationalEventId.CommandExecuted.Name && value.Value is CommandExecutedEventData executed && executed.Context?.Database.GetConnectionString() == database) sent.Enqueue(executed.Command.CommandText);
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose()
    {
        foreach (var subscription in subscriptions) subscription.Dispose();
    }
}
