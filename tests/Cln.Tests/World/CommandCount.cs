using System.Diagnostics;
using Cln.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests;

/// <summary>Counts the SQL commands that a host sends for its callers, until it is disposed.</summary>
internal sealed class CommandCount : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly string database;
    private readonly List<IDisposable> subscriptions = [];
    private int commands;

    private CommandCount(string database)
    {
        this.database = database;
        subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    public int Commands => commands;

    public static CommandCount Of(World world)
    {
        using var scope = world.Services.CreateScope();
        return new(scope.ServiceProvider.GetRequiredService<ClnDbContext>().Database.GetConnectionString()!);
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name) subscriptions.Add(value.Subscribe(this, name => name == RelationalEventId.CommandExecuted.Name));
    }

    // Other hosts of the same test run have databases of their own, and the platform's own work goes on beside the calls.
    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is CommandExecutedEventData { Context: { } context } && context.Database.GetConnectionString() == database && context.GetService<Caller>().Principal != "platform")
            Interlocked.Increment(ref commands);
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose() => subscriptions.ForEach(subscription => subscription.Dispose());
}
