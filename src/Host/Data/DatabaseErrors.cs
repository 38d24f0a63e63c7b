using System.Text.RegularExpressions;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Cln.Host.Data;

/// <summary>What an exception of a database means, whichever database it comes from.</summary>
internal static partial class DatabaseErrors
{
    /// <summary>Nothing is wrong with the work, only with the moment: a busy file, a deadlock, a lost connection, a row that somebody else changed meanwhile. The whole unit can be done again.</summary>
    public static bool IsTransient(Exception exception) => Chain(exception).Any(cause => cause switch
    {
        DbUpdateConcurrencyException => true,
        SqliteException sqlite => sqlite.SqliteErrorCode is SqliteBusy or SqliteLocked,
        PostgresException postgres => postgres.SqlState is "40001" or "40P01" or "55P03" or "57P01" or "57P02" or "57P03" || postgres.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException npgsql => npgsql.IsTransient,
        SqlException server => server.Errors.Cast<SqlError>().Any(error => error.Number is -2 or 1205 or 1222 or 3960 or 10928 or 10929 or 40501 or 40613 or 49918 or 49919 or 49920),
        _ => false,
    });

    /// <summary>A row that this one refers to isn't there any more.</summary>
    public static bool IsMissingReference(Exception exception) => Chain(exception).Any(cause => cause switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode == SqliteForeignKey,
        PostgresException postgres => postgres.SqlState == PostgresErrorCodes.ForeignKeyViolation,
        SqlException server => server.Number == 547,
        _ => false,
    });

    /// <summary>The row is there already.</summary>
    /// <param name="exception">What saving threw.</param>
    /// <param name="constraint">
    /// The name of the primary key or unique index, such as <c>ix_access_resellers_login</c>. SQLite tells columns and no names: there it
    /// is the name that such an index has by our convention, so an index with a name of its own is not recognised by it.
    /// </param>
    public static bool IsUniqueViolation(Exception exception, out string? constraint)
    {
        foreach (var cause in Chain(exception))
        {
            constraint = cause switch
            {
                SqliteException { SqliteErrorCode: SqliteConstraint, SqliteExtendedErrorCode: SqliteUnique or SqlitePrimaryKey or SqliteRowId } sqlite => Conventional(sqlite),
                PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } postgres => postgres.ConstraintName ?? "",
                SqlException { Number: 2601 or 2627 } server => NameInQuotes().Matches(server.Message).Select(match => match.Groups["name"].Value).FirstOrDefault(IsKeyOrIndex) ?? "",
                _ => null,
            };
            if (constraint is not null) return true;
        }
        constraint = null;
        return false;
    }

    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqliteConstraint = 19;
    private const int SqliteForeignKey = 787;
    private const int SqlitePrimaryKey = 1555;
    private const int SqliteUnique = 2067;
    private const int SqliteRowId = 2579;

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException) yield return cause;
    }

    /// <summary>From "… UNIQUE constraint failed: table.one, table.two" the name ix_table_one_two.</summary>
    private static string Conventional(SqliteException exception)
    {
        var columns = TableAndColumn().Matches(exception.Message);
        if (columns.Count == 0) return NameInQuotes().Match(exception.Message[exception.Message.IndexOf(':', StringComparison.Ordinal)..]) is { Success: true } index ? index.Groups["name"].Value : "";
        var table = columns[0].Groups["table"].Value;
        return exception.SqliteExtendedErrorCode == SqliteUnique ? $"ix_{table}_{string.Join('_', columns.Select(column => column.Groups["column"].Value))}" : $"pk_{table}";
    }

    private static bool IsKeyOrIndex(string name) => name.StartsWith("ix_", StringComparison.Ordinal) || name.StartsWith("pk_", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<table>\w+)\.(?<column>\w+)(?=[,'])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TableAndColumn();

    [GeneratedRegex("'(?<name>[^']+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NameInQuotes();
}
