using GraphQL;

namespace Cln.Host.Documents;

/// <summary>Why a request that names a stored document, or sends one that isn't trusted, has no answer. Nothing has been executed.</summary>
internal static class DocumentErrors
{
    public static ExecutionError NotFound() => new(
        "There is no trusted document of this documentId on your account. It is \"sha256:\" and the SHA-256 of the document's text in UTF-8, in 64 lower-case hexadecimal digits; `trustDocuments` stores documents.")
    {
        Code = "DOCUMENT_NOT_FOUND",
    };

    public static ExecutionError NotTrusted() =>
        new("This API token may send trusted documents only, and this document is none of them. Let a person store it by `trustDocuments`, or allow the token others by `updateApiToken`.") { Code = "DOCUMENT_NOT_TRUSTED" };

    // The messages of the next two are what clients look for.
    public static ExecutionError PersistedQueryNotFound() => new("PersistedQueryNotFound") { Code = "PERSISTED_QUERY_NOT_FOUND" };

    public static ExecutionError PersistedQueryNotSupported() => new("PersistedQueryNotSupported") { Code = "PERSISTED_QUERY_NOT_SUPPORTED" };

    public static ExecutionError PersistedQueryMismatch() =>
        new("The sha256Hash is not that of the query: SHA-256 of its text in UTF-8, in 64 lower-case hexadecimal digits.") { Code = "PERSISTED_QUERY_MISMATCH" };
}
