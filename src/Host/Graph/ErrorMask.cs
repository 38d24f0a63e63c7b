using GraphQL;
using GraphQL.Execution;
using GraphQL.Validation;

namespace Cln.Host.Graph;

/// <summary>Tells callers of their own mistakes, and of ours only that there was one, with an id that the log has.</summary>
internal sealed class ErrorMask(ILogger<ErrorMask> logger)
{
    public Task CoverAsync(UnhandledExceptionContext context)
    {
        context.Exception = context.OriginalException switch
        {
            DomainError mistake => new ExecutionError(mistake.Message) { Code = mistake.Code },
            OperationCanceledException => new ExecutionError("The request was given up before it was answered.") { Code = "CANCELED" },
            var ours => Covered(ours),
        };
        return Task.CompletedTask;
    }

    /// <summary>
    /// What one of our scalars has refused comes wrapped in the engine's words, under the engine's code and with the value repeated, however long
    /// or secret it is. Callers get the scalar's own.
    /// </summary>
    public static ExecutionErrors Unwrapped(ExecutionErrors errors)
    {
        ExecutionErrors told = [];
        foreach (var error in errors) told.Add(error.GetBaseException() is DomainError mistake ? Unwrapped(error, mistake) : error);
        return told;
    }

    public ExecutionError Covered(Exception ours)
    {
        var id = Guid.CreateVersion7().ToString("N");
        logger.LogError(ours, "Unforeseen error {ErrorId}", id);
        return new ExecutionError($"Something went wrong on our side. Quote the id {id} when you write to us.") { Code = "INTERNAL_ERROR", Extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = id } };
    }

    private static ExecutionError Unwrapped(ExecutionError error, DomainError mistake)
    {
        var where = error is InvalidVariableError ? $"{error.Message.Split(" is invalid.")[0]}: " : "";
        var told = new ExecutionError($"{where}{mistake.Message}") { Code = mistake.Code, Path = error.Path };
        foreach (var location in error.Locations ?? []) told.AddLocation(location);
        return told;
    }
}
