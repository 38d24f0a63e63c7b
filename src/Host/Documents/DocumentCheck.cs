using Cln.Host.Graph.Limits;
using GraphQL;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace Cln.Host.Documents;

/// <summary>Whether a document is one that could be executed: one operation, within the limits, and valid against this host's schema.</summary>
internal sealed class DocumentCheck(ISchema schema, GraphLimits limits)
{
    /// <summary>The name of the document's operation, empty when it has none.</summary>
    /// <param name="text">The document.</param>
    /// <param name="wrong">What to throw when it isn't good, of a sentence that says why.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<string> OperationOfAsync(string text, Func<string, Exception> wrong, CancellationToken cancellation)
    {
        try
        {
            var document = GraphDocuments.Parse(text, limits);
            if (document.Definitions.OfType<GraphQLOperationDefinition>().ToList() is not [var operation]) throw wrong("it must have one operation, and the fragments that this spreads.");
            if (operation.Name?.StringValue.Length > TrustedDocumentMapping.LongestName) throw wrong($"the operation's name has more than {TrustedDocumentMapping.LongestName} letters.");

            // What it costs depends on variables, and is looked at when they are known.
            DocumentMeter.Count(document, running: null, variables: null, schema, limits);
            if (await ProblemAsync(document, operation, cancellation) is { } problem) throw wrong(problem);
            return operation.Name?.StringValue ?? "";
        }
        catch (ExecutionError refused)
        {
            throw wrong(refused.Message);
        }
    }

    private async Task<string?> ProblemAsync(GraphQLDocument document, GraphQLOperationDefinition operation, CancellationToken cancellation)
    {
        var result = await new DocumentValidator().ValidateAsync(new ValidationOptions
        {
            Schema = schema,
            Document = document,
            Operation = operation,
            Rules = DocumentValidator.CoreRules,
            Variables = Inputs.Empty,
            Extensions = Inputs.Empty,
            CancellationToken = cancellation,
        });
        return result.Errors.FirstOrDefault(error => error is not InvalidVariableError)?.Message;
    }
}
