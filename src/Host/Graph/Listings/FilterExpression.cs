using System.Linq.Expressions;
using System.Reflection;

namespace Cln.Host.Graph.Listings;

/// <summary>Turns a <c>where</c> argument into a condition that the database evaluates.</summary>
internal static class FilterExpression
{
    private static readonly MethodInfo compare = typeof(string).GetMethod(nameof(string.Compare), [typeof(string), typeof(string)])!;
    private static readonly MethodInfo contains = typeof(string).GetMethod(nameof(string.Contains), [typeof(string)])!;
    private static readonly MethodInfo startsWith = typeof(string).GetMethod(nameof(string.StartsWith), [typeof(string)])!;

    public static bool IsOrdered(Type type) => type == typeof(int) || type == typeof(long) || type == typeof(Money) || type == typeof(DateTimeOffset) || type == typeof(DateOnly);

    public static Expression<Func<T, bool>> Of<T>(IDictionary<string, object?> where)
    {
        var row = Expression.Parameter(typeof(T), "row");
        return Expression.Lambda<Func<T, bool>>(All(where, row), row);
    }

    /// <summary>Compares a column with a value, as the database orders them: texts, and what is stored as text, letter by letter.</summary>
    public static Expression Compare(ExpressionType comparison, MemberExpression column, object value)
    {
        if (column.Type == typeof(string)) return Texts(column, (string)value);
        return column.Type.IsEnum || column.Type == typeof(IpAddress)
            ? Texts(Expression.Convert(Expression.Convert(column, typeof(object)), typeof(string)), value.ToString()!)
            : Expression.MakeBinary(comparison, column, Parameter(value, column.Type));

        BinaryExpression Texts(Expression stored, string text) =>
            Expression.MakeBinary(comparison, Expression.Call(compare, stored, Parameter(text, typeof(string))), Expression.Constant(0));
    }

    /// <summary>A value that becomes a parameter of the statement, so that one statement serves every value.</summary>
    public static Expression Parameter(object? value, Type type)
    {
        var box = Activator.CreateInstance(typeof(Box<>).MakeGenericType(type), value)!;
        return Expression.Property(Expression.Constant(box), nameof(Box<>.Value));
    }

    private static Expression All(IDictionary<string, object?> where, ParameterExpression row) =>
        where.Where(member => member.Value is not null).Select(member => Member(member.Key, member.Value!, row)).Aggregate((Expression)Expression.Constant(true), Expression.AndAlso);

    private static Expression Member(string name, object value, ParameterExpression row) => name switch
    {
        "and" => Groups(value, row).Aggregate((Expression)Expression.Constant(true), Expression.AndAlso),
        "or" => Groups(value, row).Aggregate((Expression?)null, (any, one) => any is null ? one : Expression.OrElse(any, one)) ?? Expression.Constant(false),
        _ => Field(Expression.Property(row, ListedField.Of(row.Type)[name].Property), (IDictionary<string, object?>)value),
    };

    private static IEnumerable<Expression> Groups(object value, ParameterExpression row) =>
        ((IEnumerable<object>)value).Select(group => All((IDictionary<string, object?>)group, row));

    private static Expression Field(MemberExpression field, IDictionary<string, object?> operations) =>
        operations.Select(operation => Operation(operation.Key, field, operation.Value)).Aggregate((Expression)Expression.Constant(true), Expression.AndAlso);

    private static Expression Operation(string name, MemberExpression field, object? value) => name switch
    {
        "eq" => Fits(field, value) ? Expression.Equal(field, Parameter(value, field.Type)) : Expression.Constant(false),
        "neq" => Fits(field, value) ? Expression.NotEqual(field, Parameter(value, field.Type)) : Expression.Constant(true),
        "in" => In(field, value),
        "nin" => Expression.Not(In(field, value)),
        "contains" => Text(field, contains, value),
        "startsWith" => Text(field, startsWith, value),
        "gt" => Ordered(ExpressionType.GreaterThan, field, value),
        "gte" => Ordered(ExpressionType.GreaterThanOrEqual, field, value),
        "lt" => Ordered(ExpressionType.LessThan, field, value),
        "lte" => Ordered(ExpressionType.LessThanOrEqual, field, value),
        _ => throw new NotSupportedException($"There is no filter operation {name}."),
    };

    private static Expression Ordered(ExpressionType comparison, MemberExpression field, object? value) =>
        value is null ? Expression.Constant(false) : Expression.MakeBinary(comparison, field, Parameter(value, field.Type));

    private static Expression Text(MemberExpression field, MethodInfo method, object? value) =>
        value is null ? Expression.Constant(false) : Expression.AndAlso(Expression.NotEqual(field, Expression.Constant(null, typeof(string))), Expression.Call(field, method, Parameter(value, typeof(string))));

    private static Expression In(MemberExpression field, object? value)
    {
        var values = (value as System.Collections.IEnumerable)?.Cast<object?>() ?? [];
        var list = (System.Collections.IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(field.Type))!;
        foreach (var item in values.Where(item => Fits(field, item))) list.Add(item);
        return Expression.Call(typeof(Enumerable), nameof(Enumerable.Contains), [field.Type], Parameter(list, list.GetType()), field);
    }

    /// <summary>False for a null where the column always has a value: nothing equals it.</summary>
    private static bool Fits(MemberExpression field, object? value) => value is not null || !field.Type.IsValueType || Nullable.GetUnderlyingType(field.Type) is not null;

    private sealed class Box<T>(T value)
    {
        public T Value => value;
    }
}
