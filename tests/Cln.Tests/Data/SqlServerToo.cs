using System.Collections;
using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using Cln.Data;
using Cln.Host.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Data;

/// <summary>
/// Has every query that a test runs translated for SQL Server too, on a context of the same composition that is never connected, and reads
/// the SQL by its grammar. It happens when EF Core compiles a query: once for each shape of query in a test run.
/// </summary>
/// <remarks>
/// SQL that is written by hand for one database begins with a comment that names it, <c>/* Sqlite */</c> or <c>/* Postgres */</c>, and is left out.
/// </remarks>
internal sealed class SqlServerToo : IQueryExpressionInterceptor
{
    private static readonly SqlServerToo Instance = new();

    private static readonly DbContextOptions<ClnDbContext> Options = Unconnected();

    private static readonly MethodInfo Execute = typeof(IQueryProvider).GetMethod(nameof(IQueryProvider.Execute), 1, [typeof(Expression)])!;

    /// <summary>Adds the check to a host under test, whose <see cref="Findings"/> tell the queries that SQL Server couldn't run.</summary>
    public static void AddTo(IServiceCollection services) =>
        services.AddSingleton<Findings>().ConfigureDbContext<ClnDbContext>(options => options.AddInterceptors(Instance));

    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData)
    {
        var db = (ClnDbContext)eventData.Context!;
        if (WhyNot(queryExpression, db.Mappings) is { } why) db.GetService<Findings>().Enqueue(why);
        return queryExpression;
    }

    private static string? WhyNot(Expression query, Mappings mappings)
    {
        var caller = new Caller();
        caller.SignIn("user:1", 1, 1, []);
        using var server = new ClnDbContext(Options, mappings, caller);
        var replanting = new Replanting(server);
        try
        {
            var replanted = replanting.Visit(query);
            return replanting.IsForOneDatabase ? null : TransactSql.WhyWrong(CapturedCommand.Of(() => Run(server, replanted)));
        }
        catch (Exception failure)
        {
            // Nothing that goes wrong here may reach the query of the test itself.
            return failure is InvalidOperationException ? failure.Message : failure.ToString();
        }
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

    /// <summary>What SQL Server would say of the queries of one host.</summary>
    internal sealed class Findings : ConcurrentQueue<string>
    {
        public void AssertNone() => Assert.True(IsEmpty, string.Join("\n\n", this.Prepend("SQL Server can't run every query of this test:")));
    }
}
