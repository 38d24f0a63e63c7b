using System.Reflection;
using Cln.Graph;
using Cln.Host.Evolution;
using Cln.Host.Graph.Limits;
using GraphQL;
using GraphQL.Types;

namespace Cln.Host.Graph.Listings;

internal enum SortDirection
{
    Asc,
    Desc,
}

/// <summary>The arguments of a list, and the <c>…Filter</c> and <c>…Order</c> inputs of its type.</summary>
internal sealed class ListingTypes(TypeMap map)
{
    public const int DefaultPage = 20;
    public const int LargestPage = 100;

    private readonly Dictionary<Type, (IGraphType Filter, IGraphType Order)> made = [];
    private readonly Dictionary<string, InputObjectGraphType> operations = new(StringComparer.Ordinal);
    private EnumerationGraphType? direction;

    public Func<IResolveFieldContext, object?> Bind(Type type, FieldType field)
    {
        Add(field, "first", map.Outputs[typeof(int)], $"At most so many rows from the start, or after `after`: 1 to {LargestPage}; {DefaultPage} when neither this nor `last` is given.");
        Add(field, "after", map.Outputs[typeof(string)], "The cursor of the row after which to start.");
        Add(field, "last", map.Outputs[typeof(int)], $"At most so many rows from the end, or before `before`: 1 to {LargestPage}.");
        Add(field, "before", map.Outputs[typeof(string)], "The cursor of the row before which to end.");
        if (ListedField.Of(type).Count > 0)
        {
            var (filter, order) = Types(type);
            Add(field, "where", filter, "Only rows for which all of this holds.");
            Add(field, "order", new ListGraphType(new NonNullGraphType(order)), "What to order by: one field in each entry, the most important first.");
        }

        field.WithRows("first", "last").Description = $"{field.Description} At most {LargestPage} rows at once.".Trim();
        var create = typeof(ListingTypes).GetMethod(nameof(Create), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).CreateDelegate<Func<IResolveFieldContext, object>>();
        return create;
    }

    private static PagedListing<T> Create<T>(IResolveFieldContext context)
        where T : class, INode => new(PageRequest.Of(context));

    private static void Add(FieldType field, string name, IGraphType type, string description) =>
        field.Arguments!.Add(new QueryArgument(type) { Name = name, Description = description });

    private (IGraphType Filter, IGraphType Order) Types(Type type)
    {
        if (made.TryGetValue(type, out var known)) return known;
        var name = Names.Type(type);
        var filter = new InputObjectGraphType { Name = $"{name}Filter", Description = $"Which rows of {name} to list. All given members must hold." };
        filter.AddField(new FieldType { Name = "and", Description = "All of these hold.", ResolvedType = new ListGraphType(new NonNullGraphType(filter)) });
        filter.AddField(new FieldType { Name = "or", Description = "At least one of these holds.", ResolvedType = new ListGraphType(new NonNullGraphType(filter)) });
        var order = new InputObjectGraphType { Name = $"{name}Order", Description = $"What to order {name} by: one member in each entry. Rows without a value come last." };
        foreach (var field in ListedField.Of(type).Values)
        {
            var description = Documentation.Of(field.Said);
            filter.AddField(new FieldType { Name = field.Name, Description = description, ResolvedType = Operations(field.Property.PropertyType) }.WithInputDeprecation(field.Said));
            order.AddField(new FieldType { Name = field.Name, Description = description, ResolvedType = Direction() }.WithInputDeprecation(field.Said));
        }

        return made[type] = (filter, order);
    }

    private EnumerationGraphType Direction()
    {
        if (direction is not null) return direction;
        direction = new() { Name = "SortDirection", Description = "Which end of an order comes first." };
        direction.Add("ASC", SortDirection.Asc, "Smallest, earliest or first letter first.");
        direction.Add("DESC", SortDirection.Desc, "Largest, latest or last letter first.");
        return direction;
    }

    private InputObjectGraphType Operations(Type property)
    {
        var type = Nullable.GetUnderlyingType(property) ?? property;
        var value = map.Input(type, unknown => throw new InvalidOperationException($"Lists can't be filtered by a {unknown}."));
        var name = $"{value.Name}Filter";
        if (operations.TryGetValue(name, out var known)) return known;
        var input = new InputObjectGraphType { Name = name, Description = $"What a {value.Name} is compared with. All given members must hold." };
        Operation("eq", value, "Equal to this; null finds rows without a value.");
        Operation("neq", value, "Not equal to this.");
        Operation("in", new ListGraphType(value), "Equal to one of these.");
        Operation("nin", new ListGraphType(value), "Equal to none of these.");
        if (type == typeof(string))
        {
            Operation("contains", value, "Has this in it; capital letters matter.");
            Operation("startsWith", value, "Begins with this; capital letters matter.");
        }
        else if (FilterExpression.IsOrdered(type))
        {
            Operation("gt", value, "Greater than this.");
            Operation("gte", value, "Greater than this or equal to it.");
            Operation("lt", value, "Less than this.");
            Operation("lte", value, "Less than this or equal to it.");
        }

        return operations[name] = input;

        void Operation(string operation, IGraphType operand, string description) =>
            input.AddField(new FieldType { Name = operation, Description = description, ResolvedType = operand });
    }
}
