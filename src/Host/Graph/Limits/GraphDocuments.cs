using GraphQL;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;

namespace Cln.Host.Graph.Limits;

/// <summary>A document that may be asked for, and what one operation of it asks for.</summary>
/// <param name="Document">Parsed.</param>
/// <param name="Measure">What is counted for this request's operation and variables.</param>
/// <param name="IsValid">It has been validated against the schema before.</param>
internal sealed record KnownDocument(GraphQLDocument Document, Measure Measure, bool IsValid)
{
    /// <summary>Whether the operation of this name, or with no name any of them, is a mutation.</summary>
    public bool IsMutation(string? operationName) => Document.Definitions.OfType<GraphQLOperationDefinition>().Any(operation =>
        operation.Operation == OperationType.Mutation && (string.IsNullOrEmpty(operationName) || operation.Name?.StringValue == operationName));
}

/// <summary>Parses documents within the limits, and keeps those that have turned out to be valid, so that nothing about a document is found out twice.</summary>
internal sealed class GraphDocuments(ISchema schema, GraphLimits limits)
{
    // A text and the nodes made of it, two of its characters a node at the worst.
    private const int BytesOfCharacter = 50;

    private readonly LeastRecent<(string Text, string? Operation), KnownDocument> kept = new(limits.KeptDocuments, limits.KeptBytes);

    /// <exception cref="Refusal">It asks for more than is allowed.</exception>
    /// <exception cref="ExecutionError">It is no document.</exception>
    public KnownDocument Read(GraphRequest request)
    {
        if (!kept.TryGet(Key(request), out var known))
        {
            var document = Parse(request.Query ?? "", limits);
            return new(document, Count(document, request), IsValid: false);
        }

        // What it costs may depend on how many rows this request's variables ask for; all else about it is known.
        return known.Measure.SizedByVariables ? known with { Measure = Count(known.Document, request) } : known;
    }

    /// <summary>Keeps a document that nothing was wrong with.</summary>
    public void Keep(GraphRequest request, KnownDocument document)
    {
        if (!document.IsValid) kept.Add(Key(request), document with { IsValid = true }, BytesOfCharacter * (long)request.Query!.Length);
    }

    /// <summary>Parses a document, unless it is larger or deeper than one may be.</summary>
    /// <exception cref="Refusal">DOCUMENT_TOO_LARGE or DOCUMENT_TOO_DEEP.</exception>
    /// <exception cref="ExecutionError">SYNTAX_ERROR.</exception>
    public static GraphQLDocument Parse(string text, GraphLimits limits)
    {
        try
        {
            if (CountTokens(text, limits.Tokens) > limits.Tokens) throw Refusal.TooLarge("tokens", "words and signs in the document", limits.Tokens);
            return new GraphQLDocumentBuilder().Build(text);
        }
        catch (GraphQLMaxDepthExceededException)
        {
            throw Refusal.TooDeep("depth", "levels of fields", limits.Depth);
        }
        catch (GraphQLSyntaxErrorException wrong)
        {
            throw new SyntaxError(wrong);
        }
    }

    /// <summary>How many tokens a text has; one more than the most, if it has more.</summary>
    private static int CountTokens(string text, int most)
    {
        var tokens = 0;
        for (var at = 0; tokens <= most;)
        {
            var token = Lexer.Lex(text, at);
            if (token.Kind == TokenKind.EOF) break;
            if (token.Kind != TokenKind.COMMENT) tokens++;
            at = token.End;
        }

        return tokens;
    }

    private static (string Text, string? Operation) Key(GraphRequest request) => (request.Query ?? "", request.OperationName);

    private Measure Count(GraphQLDocument document, GraphRequest request) =>
        DocumentMeter.Count(document, Running(document, request.OperationName), request.Variables, schema, limits);

    private static GraphQLOperationDefinition? Running(GraphQLDocument document, string? name) =>
        document.Definitions.OfType<GraphQLOperationDefinition>().FirstOrDefault(operation => string.IsNullOrEmpty(name) || operation.Name?.StringValue == name);
}
