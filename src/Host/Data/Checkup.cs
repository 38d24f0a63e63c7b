using Cln.Contracts;
using Cln.Data;
using Cln.Host.Events;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Data;

/// <summary>What must be true of the rows, held against the rows: <c>bin/host check</c>, and after every test.</summary>
internal static class Checkup
{
    /// <summary>Every invariant of the modules, and how many rows break it.</summary>
    public static async Task<IReadOnlyList<(Invariant Invariant, long Broken)>> RunAsync(IServiceScopeFactory scopes, CancellationToken cancellation)
    {
        await using var scope = scopes.CreatePlatformScope();
        var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
        List<(Invariant Invariant, long Broken)> findings = [];
        foreach (var invariant in scope.ServiceProvider.GetServices<IInvariants>().SelectMany(module => module.All).OrderBy(invariant => invariant.Name, StringComparer.Ordinal))
        {
            var count = $"SELECT CAST(COUNT(*) AS BIGINT) AS \"Value\" FROM ({invariant.Sql}) AS broken";
            findings.Add((invariant, (await db.Database.SqlQueryRaw<long>(count).ToListAsync(cancellation))[0]));
        }

        return findings;
    }

    /// <summary>Prints a line for each invariant.</summary>
    /// <returns>0 when all hold, otherwise 2.</returns>
    public static async Task<int> PrintAsync(IServiceScopeFactory scopes, TextWriter output, CancellationToken cancellation)
    {
        var findings = await RunAsync(scopes, cancellation);
        foreach (var (invariant, broken) in findings)
            await output.WriteLineAsync(broken == 0 ? $"ok      {invariant.Name}  {invariant.Meaning}" : $"BROKEN  {invariant.Name}  {invariant.Meaning} ({broken} rows)");
        return findings.All(finding => finding.Broken == 0) ? 0 : 2;
    }
}
