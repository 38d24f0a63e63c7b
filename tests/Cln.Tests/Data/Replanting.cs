using System.Globalization;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Cln.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.Internal;

namespace Cln.Tests.Data;

#pragma warning disable EF1001 // The roots of SQL by hand are internal; a change of them would be seen at once, here.

/// <summary>Puts a query that was made on one context on another, with made-up parameters: of a query that is being compiled, only the types of its parameters are known.</summary>
internal sealed class Replanting(ClnDbContext to) : ExpressionVisitor
{
    private readonly IAsyncQueryProvider provider = (IAsyncQueryProvider)((IQueryable)to.Resellers).Provider;

    /// <summary>The query has SQL that says itself which database it is for.</summary>
    public bool IsForOneDatabase { get; private set; }

    protected override Expression VisitExtension(Expression node) => node switch
    {
        QueryParameterExpression parameter => Parameter(parameter.Type),
        FromSqlQueryRootExpression sql => new FromSqlQueryRootExpression(provider, to.Model.FindEntityType(sql.EntityType.Name) ?? AdHoc(sql.EntityType.ClrType), Noted(sql.Sql), Arguments(sql.Sql)),
        SqlQueryRootExpression sql => new SqlQueryRootExpression(provider, sql.ElementType, Noted(sql.Sql), Arguments(sql.Sql)),
        EntityQueryRootExpression root => new EntityQueryRootExpression(provider, to.Model.FindEntityType(root.EntityType.Name)!),
        _ => base.VisitExtension(node),
    };

    /// <summary>The keys of Find come as objects, each cast to the key's type.</summary>
    protected override Expression VisitUnary(UnaryExpression node) =>
        node is { NodeType: ExpressionType.Convert, Operand: QueryParameterExpression { Type: var boxed } } && boxed == typeof(object) ? Parameter(node.Type) : base.VisitUnary(node);

    /// <summary>The rows of a query by hand that are no entity's.</summary>
    private IEntityType AdHoc(Type type) => to.GetService<IAdHocMapper>().GetOrAddEntityType(type);

    /// <summary>A value for each place of SQL by hand.</summary>
    private static ConstantExpression Arguments(string sql)
    {
        var places = Regex.Matches(sql, @"\{(?<place>\d+)\}", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(place => int.Parse(place.Groups["place"].Value, CultureInfo.InvariantCulture) + 1).DefaultIfEmpty(0).Max();
        return Expression.Constant(Enumerable.Repeat<object>(1L, places).ToArray());
    }

    private string Noted(string sql)
    {
        IsForOneDatabase |= sql.StartsWith("/* Sqlite */", StringComparison.Ordinal) || sql.StartsWith("/* Postgres */", StringComparison.Ordinal);
        return sql;
    }

    /// <summary>A captured variable, which EF Core makes a parameter of again.</summary>
    private static MemberExpression Parameter(Type type)
    {
        var box = Activator.CreateInstance(typeof(StrongBox<>).MakeGenericType(type), MadeUp(type))!;
        return Expression.Field(Expression.Constant(box), nameof(StrongBox<>.Value));
    }

    private static object? MadeUp(Type type)
    {
        if (type == typeof(string)) return "a";
        // The values of FindAsync, which are of the key's types and don't say so.
        if (type == typeof(object)) return null;
        // The values of a query by hand: as many as it may have places.
        if (type == typeof(object[])) return new object?[16];
        if (type.IsArray) return Array.CreateInstance(type.GetElementType()!, 1);
        if (type.IsGenericType && typeof(List<>).MakeGenericType(type.GenericTypeArguments[0]) is var list && type.IsAssignableFrom(list)) return Activator.CreateInstance(list);
        return type.IsInterface || type.IsAbstract || type == typeof(object) ? null : RuntimeHelpers.GetUninitializedObject(Nullable.GetUnderlyingType(type) ?? type);
    }
}
