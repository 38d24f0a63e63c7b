using System.Reflection;
using Cln.Graph;
using GraphQL;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;
using Microsoft.Extensions.DependencyInjection;
using AllowAnonymousAttribute = Cln.Graph.AllowAnonymousAttribute;

namespace Cln.Host.Graph;

/// <summary>What a field asks of its caller, kept on the field where the schema is built.</summary>
internal static class Rights
{
    public const string Anonymous = "";
    public const string SignedIn = "*";
    private const string Key = "cln:rights";

    public static FieldType WithRights(this FieldType field, MemberInfo member)
    {
        if (member.GetCustomAttribute<AllowAnonymousAttribute>() is not null) field.Metadata[Key] = Anonymous;
        else if (member.GetCustomAttribute<SignedInAttribute>() is not null) field.Metadata[Key] = SignedIn;
        else if (member.GetCustomAttribute<ScopeAttribute>() is { } scope) field.Metadata[Key] = scope.Scope;
        if (field.RightsAsked() is { } asked) field.Description = $"{field.Description} {Sentence(asked)}".Trim();
        return field;
    }

    /// <summary>For the engine's own fields.</summary>
    public static FieldType ForSignedIn(this FieldType field)
    {
        field.Metadata[Key] = SignedIn;
        return field;
    }

    /// <summary>A scope, <see cref="SignedIn"/>, <see cref="Anonymous"/>, or null when nothing is said.</summary>
    public static string? RightsAsked(this FieldType field) => field.GetMetadata<string?>(Key, (string?)null);

    private static string Sentence(string asked) => asked switch
    {
        Anonymous => "Anybody may use it.",
        SignedIn => "Needs a signed-in caller.",
        _ => $"Needs the scope `{asked}`.",
    };
}

/// <summary>Refuses an operation before it runs when its caller lacks what one of its fields asks for.</summary>
internal sealed class RightsRule : ValidationRuleBase
{
    private static readonly MatchingNodeVisitor<GraphQLField> visitor = new((node, context) =>
    {
        if (context.TypeInfo.GetFieldDef() is not { } field || field.RightsAsked() is not { } asked || asked == Rights.Anonymous) return;
        var caller = context.RequestServices!.GetRequiredService<Caller>();
        if (caller.IsAnonymous)
            Refuse("UNAUTHENTICATED", $"'{field.Name}' needs a signed-in caller: send a session or API token as 'Authorization: Bearer …'.");
        else if (asked != Rights.SignedIn && !caller.Has(asked))
            Refuse("FORBIDDEN", $"'{field.Name}' needs the scope {asked}, which this caller doesn't have.");

        void Refuse(string code, string message) => context.ReportError(new ValidationError(context.Document.Source, number: null!, message, node) { Code = code });
    });

    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context) => new(visitor);
}
