using GraphQL;
using GraphQL.Execution;
using GraphQLParser.Exceptions;

namespace Cln.Host.Graph;

/// <summary>Tells callers of their own mistakes, and of ours only that there was one, with an id that the log has.</summary>
internal sealed class ErrorMask(ILogger<ErrorMask> logger)
{
    public Task CoverAsync(UnhandledExceptionContext context)
    {
        context.Exception = context.OriginalException switch
        {
            DomainError mistake => new ExecutionError(mistake.Message) { Code = mistake.Code },
            GraphQLMaxDepthExceededException => new ExecutionError("The document is nested too deeply.") { Code = "MAX_DEPTH_EXCEEDED" },
            OperationCanceledException => new ExecutionError("The request was given up before it was answered.") { Code = "CANCELED" },
            var ours => Covered(ours),
        };
        return Task.CompletedTask;
    }

    /// <summary>A value that isn't of its scalar's form has the scalar's code, wherever in a literal or a variable it stands.</summary>
    public static void TellCode(ExecutionError error)
    {
        for (var cause = error.InnerException; cause is not null; cause = cause.InnerException)
        {
            if (cause is DomainError mistake) error.Code = mistake.Code;
        }
    }

    public ExecutionError Covered(Exception ours)
    {
        var id = Guid.CreateVersion7().ToString("N");
        logger.LogError(ours, "Unforeseen error {ErrorId}", id);
        return new ExecutionError($"Something went wrong on our side. Quote the id {id} when you write to us.") { Code = "INTERNAL_ERROR", Extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = id } };
    }
}
