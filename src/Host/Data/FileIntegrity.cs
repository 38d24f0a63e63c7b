using System.Runtime.CompilerServices;
using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Data;

/// <summary>Lets SQLite read its whole file. The servers look after their files themselves.</summary>
internal sealed class FileIntegrity(ClnDbContext db, DatabaseSettings settings) : ICheck
{
    public string Name => "D1";

    public string Meaning => "The database's file is whole: every page, row and index is what SQLite wrote.";

    public async IAsyncEnumerable<string> FindAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        if (settings.Kind != DatabaseKind.Sqlite) yield break;
        var answers = await db.Database.SqlQueryRaw<string>("/* Sqlite */ SELECT integrity_check AS \"Value\" FROM pragma_integrity_check").ToListAsync(cancellation);
        foreach (var answer in answers.Where(answer => answer != "ok")) yield return answer;
    }
}
