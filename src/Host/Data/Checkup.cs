using System.Data.Common;
using System.Globalization;
using Cln.Contracts;
using Cln.Data;
using Cln.Host.Events;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Data;

/// <summary>Something that must be true, and what breaks it.</summary>
/// <param name="Name">Of the invariant or the check.</param>
/// <param name="Meaning">What must be true.</param>
/// <param name="IsAboutTime">It may break by the clock alone.</param>
/// <param name="Broken">What breaks it, a sentence each; empty when it holds.</param>
internal sealed record Finding(string Name, string Meaning, bool IsAboutTime, IReadOnlyList<string> Broken)
{
    public override string ToString() => $"{Name}: {Meaning} ({string.Join("; ", Broken)})";
}

/// <summary>What must be true, held against what is: <c>bin/host check</c>, every night, and after every test.</summary>
internal static class Checkup
{
    /// <summary>More than these of one kind needn't be named: somebody has to look in any case.</summary>
    private const int MostNamed = 20;

    /// <summary>Every invariant and check of the host and its modules, by name.</summary>
    public static async Task<IReadOnlyList<Finding>> RunAsync(IServiceScopeFactory scopes, CancellationToken cancellation)
    {
        await using var scope = scopes.CreatePlatformScope();
        await TakeTimeAsync(scope.ServiceProvider, cancellation);
        List<Finding> findings = [];
        foreach (var invariant in scope.ServiceProvider.GetServices<IInvariants>().SelectMany(module => module.All))
            findings.Add(new(invariant.Name, invariant.Meaning, invariant.IsAboutTime, await BrokenAsync(scope.ServiceProvider, invariant, cancellation)));
        foreach (var check in scope.ServiceProvider.GetServices<ICheck>())
            findings.Add(new(check.Name, check.Meaning, IsAboutTime: false, await BrokenAsync(check, cancellation)));
        return [.. findings.OrderBy(finding => finding.Name, StringComparer.Ordinal)];
    }

    /// <summary>Prints a line for each, and one more for each thing that is broken.</summary>
    /// <returns>0 when all hold, otherwise 2.</returns>
    public static async Task<int> PrintAsync(IServiceScopeFactory scopes, TextWriter output, CancellationToken cancellation)
    {
        var findings = await RunAsync(scopes, cancellation);
        foreach (var finding in findings)
        {
            await output.WriteLineAsync($"{(finding.Broken.Count == 0 ? "ok    " : "BROKEN")}  {finding.Name}  {finding.Meaning}");
            foreach (var broken in finding.Broken) await output.WriteLineAsync($"        {finding.Name}  {broken}");
        }

        return findings.All(finding => finding.Broken.Count == 0) ? 0 : 2;
    }

    /// <summary>Reading all books takes longer than a request may: this connection has no such limit.</summary>
    private static async Task TakeTimeAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var database = services.GetRequiredService<ClnDbContext>().Database;
        database.SetCommandTimeout(TimeSpan.FromMinutes(30));
        await database.OpenConnectionAsync(cancellation);
        if (services.GetRequiredService<DatabaseSettings>().Kind == DatabaseKind.Postgres) await database.ExecuteSqlRawAsync("SET statement_timeout = 0", cancellation);
    }

    private static async Task<IReadOnlyList<string>> BrokenAsync(IServiceProvider services, Invariant invariant, CancellationToken cancellation)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var count = $"SELECT CAST(COUNT(*) AS BIGINT) AS \"Value\" FROM ({invariant.Sql.Replace(Invariant.Now, now, StringComparison.Ordinal)}) AS broken";
        try
        {
            var rows = (await services.GetRequiredService<ClnDbContext>().Database.SqlQueryRaw<long>(count).ToListAsync(cancellation))[0];
            return rows == 0 ? [] : [$"{rows} rows"];
        }
        catch (DbException unreadable)
        {
            return [CouldNotBeRead(unreadable)];
        }
    }

    private static async Task<IReadOnlyList<string>> BrokenAsync(ICheck check, CancellationToken cancellation)
    {
        List<string> broken = [];
        try
        {
            await foreach (var thing in check.FindAsync(cancellation))
            {
                if (broken.Count == MostNamed) return [.. broken, "and more"];
                broken.Add(thing);
            }
        }
        catch (Exception unreadable) when (unreadable is not OperationCanceledException)
        {
            // Whatever a damaged database makes its readers throw: it is a finding, and no reason to keep quiet about the rest.
            broken.Add(CouldNotBeRead(unreadable));
        }

        return broken;
    }

    private static string CouldNotBeRead(Exception failure) => $"the data can't be read: {failure.Message}";
}
