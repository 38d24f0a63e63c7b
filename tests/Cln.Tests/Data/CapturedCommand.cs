using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Cln.Tests.Data;

/// <summary>Ends a query at the moment of its first command, with the command's SQL: nothing is connected and nothing is sent.</summary>
internal sealed class CapturedCommand(string sql) : Exception("This is as far as the query goes.")
{
    public static string Of(Action run)
    {
        try
        {
            run();
        }
        catch (CapturedCommand captured)
        {
            return captured.Sql;
        }
        throw new InvalidOperationException("The query came to an end without a command.");
    }

    private string Sql => sql;

    internal sealed class Interception : DbCommandInterceptor, IDbConnectionInterceptor
    {
        public InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) => InterceptionResult.Suppress();

        public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) =>
            throw new CapturedCommand(command.CommandText);

        public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result) =>
            throw new CapturedCommand(command.CommandText);
    }
}
