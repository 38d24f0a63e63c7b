using Cln.Host.Graph;
using Cln.Host.Graph.Limits;
using Cln.Host.Graph.Transport;
using GraphQL;
using GraphQLParser.AST;

namespace Cln.Host.Webhooks;

/// <summary>The document isn't one that a webhook can send: it isn't one subscription, or it is refused as the API would refuse it.</summary>
/// <param name="cause">The code of the first mistake.</param>
/// <param name="reason">What is wrong with it.</param>
internal sealed class WebhookDocumentRefused(string cause, string reason) : DomainError("WEBHOOK_DOCUMENT_REFUSED", $"The document can't be used: {reason}")
{
    /// <summary>The code that the API would answer it with, such as FIELDS_ON_CORRECT_TYPE, FORBIDDEN or DOCUMENT_TOO_COSTLY; NO_SUBSCRIPTION when it is something else than one subscription without variables.</summary>
    public string Cause => cause;
}

/// <summary>Tries documents before they are kept: as the caller, with the API's own limits and rules.</summary>
internal sealed class WebhookDocuments(GraphExecutor executor, GraphLimits limits, IServiceProvider services)
{
    public const string Usual = "subscription { events { type at subject { __typename id } } }";

    /// <exception cref="WebhookDocumentRefused">It is refused.</exception>
    public async Task TryAsync(string document, CancellationToken cancellation)
    {
        RequireOneSubscription(document);
        var result = await executor.ExecuteKeptAsync(document, services, cancellation);
        if (!result.IsStream()) throw Refused(result.Errors?.FirstOrDefault() ?? new ExecutionError("it tells nothing."));
    }

    private void RequireOneSubscription(string document)
    {
        try
        {
            var operations = GraphDocuments.Parse(document, limits).Definitions.OfType<GraphQLOperationDefinition>().ToList();
            if (operations is not [{ Operation: OperationType.Subscription }]) throw new WebhookDocumentRefused("NO_SUBSCRIPTION", "it has to be one subscription.");
            if (operations[0].Variables is { Count: > 0 }) throw new WebhookDocumentRefused("NO_SUBSCRIPTION", "it can't have variables, for which nobody sends values.");
        }
        catch (ExecutionError wrong)
        {
            throw Refused(wrong);
        }
    }

    private static WebhookDocumentRefused Refused(ExecutionError error) => new(error.Code ?? "", error.Message);
}
