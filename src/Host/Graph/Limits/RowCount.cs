using System.Collections;
using System.Globalization;
using Cln.Host.Graph.Listings;
using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;

namespace Cln.Host.Graph.Limits;

/// <summary>How many rows the arguments of one operation's fields ask for, before anything has validated them.</summary>
internal sealed class RowCount(GraphQLOperationDefinition operation, Inputs? variables)
{
    /// <summary>Whether a number of rows has come from a variable.</summary>
    public bool UsesVariables { get; private set; }

    /// <summary>The largest number that these arguments of a field ask for; its default when they don't.</summary>
    /// <exception cref="Refusal">PAGE_OUT_OF_RANGE.</exception>
    public int Of(GraphQLField node, FieldType field, string[] arguments)
    {
        int? most = null;
        foreach (var argument in node.Arguments?.Items ?? [])
        {
            if (!arguments.Contains(argument.Name.StringValue, StringComparer.Ordinal)) continue;
            if (Of(argument.Name.StringValue, argument.Value) is { } rows && !(rows <= most)) most = rows;
        }

        if (arguments.Length == 0) return 1;
        return most ?? (field.Arguments?.Find(arguments[0])?.DefaultValue as int?) ?? ListingTypes.DefaultPage;
    }

    /// <summary>Null when the variable isn't there, which is as if the argument weren't.</summary>
    private int? Of(string argument, GraphQLValue value) => value switch
    {
        // What is no Int the validation refuses.
        GraphQLIntValue number => int.TryParse(number.Value.Span, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var rows) ? Page(argument, rows) : ListingTypes.LargestPage,
        GraphQLListValue list => list.Values?.Count ?? 0,
        GraphQLVariable variable => Of(argument, variable),
        _ => ListingTypes.LargestPage,
    };

    private int? Of(string argument, GraphQLVariable variable)
    {
        UsesVariables = true;
        var name = variable.Name.StringValue;
        if (variables?.TryGetValue(name, out var sent) is not true)
            return operation.Variables?.Items.Find(definition => definition.Variable.Name.StringValue == name)?.DefaultValue is { } value and not GraphQLVariable ? Of(argument, value) : null;
        return sent switch
        {
            int rows => Page(argument, rows),
            IList list => list.Count,
            _ => ListingTypes.LargestPage,
        };
    }

    private static int Page(string argument, int rows) => rows is >= 1 and <= ListingTypes.LargestPage ? rows : throw Refusal.Page(argument, ListingTypes.LargestPage);
}
