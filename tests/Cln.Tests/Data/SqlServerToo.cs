using System.Collections;
using System.Linq.Expressions;
using System.Reflection;
using Cln.Data;
using Cln.Host.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Data;

/// <summary>
/// Has every query that a test runs translated for SQL Server too, on a context of the same composition that is never connected, and reads
/// the SQL by its grammar. A query that SQL Server couldn't run fails where it is run, whatever the database of the test.
/// </summary>
/// <remarks>
/// It happens when EF Core compiles a query, so once for each shape of query in a test run. SQL that is written by hand for one database
/// begins with a comment that names it, <c>/* Sqlite */</c> or <c>/* Postgres */</c>, and is left out.
/// </remarks>
internal sealed class SqlServerToo : IQueryExpressionInterceptor
{
    private static readonly SqlServerToo Instance = new();

    private static readonly DbContextOptions<ClnDbContext> Options = Unconnected();

    private static readonly MethodInfo Execute = typeof(IQueryProvider).GetMethod(nameof(IQueryProvider.Execute), 1, [typeof(Expression)])!;

    /// <summary>Adds the check to a host under test.</summary>
    public static void AddTo(IServiceCollection services) => services.ConfigureDbContext<ClnDbContext>(options => options.AddInterceptors(Instance));

    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData)
    {
        if (eventData.Context is ClnDbContext db) Check(queryExpression, db.Mappings);
        return queryExpression;
    }

    private static void Check(Expression query, Mappings mappings)
    {
        var caller = new Caller();
        caller.SignIn("user:1", 1, 1, []);
        using var server = new ClnDbContext(Options, mappings, caller);
        var replanted = new Replanting(server);
        var planted = replanted.Visit(query);
        if (replanted.IsForOneDatabase) return;

        var sql = CapturedCommand.Of(() => Run(server, planted), query);
        if (TransactSql.WhyWrong(sql) is { } why)
            throw new InvalidOperationException($"SQL Server can't read this query: {why}\n{ExpressionPrinter.Print(query)}");
    }

    /// <summary>Runs it up to its first command: rows by asking for the first of them, a single answer at once.</summary>
    private static void Run(ClnDbContext server, Expression query)
    {
        var rows = query.Type.GetInterfaces().Append(query.Type).FirstOrDefault(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IQueryable<>));
        var answer = rows is null ? query.Type : typeof(IEnumerable<>).MakeGenericType(rows.GenericTypeArguments);
        var result = Execute.MakeGenericMethod(answer).Invoke(((IQueryable)server.Resellers).Provider, BindingFlags.DoNotWrapExceptions, null, [query], null);
        if (rows is not null) _ = ((IEnumerable)result!).GetEnumerator().MoveNext();
    }

    private static DbContextOptions<ClnDbContext> Unconnected()
    {
        var options = new DbContextOptionsBuilder<ClnDbContext>();
        options.UseSqlServer("Server=nowhere").AddInterceptors(new CapturedCommand.Interception()).UseComposition();
        return options.Options;
    }
}
