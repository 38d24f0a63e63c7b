using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Documents;

/// <param name="Documents">1 to 50 documents, each with one operation and the fragments that it spreads.</param>
internal sealed record TrustDocumentsInput(IReadOnlyList<DocumentText> Documents);

/// <summary>A document can't be stored, because it could never be executed. None of the call has been stored.</summary>
/// <param name="index">Which of the documents, from 0 on.</param>
/// <param name="problem">What is wrong with it.</param>
internal sealed class DocumentNotValid(int index, string problem) : DomainError("DOCUMENT_NOT_VALID", $"documents[{index}]: {problem}")
{
    /// <summary>Which of the documents that were sent, from 0 on.</summary>
    public int Index => index;
}

/// <summary>The account has as many trusted documents as it may. None of the call has been stored: remove some that no program sends any more.</summary>
/// <param name="allowed">How many it may have.</param>
internal sealed class TooManyTrustedDocuments(int allowed)
    : DomainError("TOO_MANY_TRUSTED_DOCUMENTS", $"An account has at most {allowed} trusted documents. Remove those that no program sends any more, by `removeTrustedDocuments`.")
{
    /// <summary>How many it may have.</summary>
    public int Allowed => allowed;
}

[Extends<Mutation>]
internal static class TrustDocuments
{
    public const int AtOnce = 50;
    public const int Most = 1000;

    /// <summary>
    /// Stores documents, which the account's programs may then send by `documentId` instead of `query`. Each is checked against the schema and the limits first;
    /// what its variables make it cost is checked when it runs. One that is stored already stays as it is. An account has at most 1,000.
    /// </summary>
    [Scope(Scopes.DocumentsWrite), Throws<DocumentNotValid>, Throws<TooManyTrustedDocuments>]
    public static async Task<IReadOnlyList<TrustedDocument>> TrustDocumentsAsync(TrustDocumentsInput input, ClnDbContext db, Caller caller, DocumentCheck check, TimeProvider time, CancellationToken cancellation)
    {
        if (input.Documents.Count is 0 or > AtOnce) throw new InvalidInput("documents", $"1 to {AtOnce} documents.");
        var reseller = caller.RequireReseller();
        List<TrustedDocument> trusted = [];
        foreach (var (index, text) in input.Documents.Select(document => document.Value).Index())
        {
            var operation = await check.OperationOfAsync(text, problem => new DocumentNotValid(index, problem), cancellation);
            trusted.Add(new() { ResellerId = reseller, Hash = DocumentHash.Of(text), Name = operation, Text = text, CreatedAt = time.GetUtcNow() });
        }

        return await StoreAsync(reseller, trusted, db, cancellation);
    }

    private static async Task<IReadOnlyList<TrustedDocument>> StoreAsync(long reseller, List<TrustedDocument> trusted, ClnDbContext db, CancellationToken cancellation)
    {
        var own = db.TrustedDocuments.Where(document => document.ResellerId == reseller);
        var hashes = trusted.ConvertAll(document => document.Hash);
        var known = await own.Where(document => hashes.Contains(document.Hash)).ToDictionaryAsync(document => document.Hash, StringComparer.Ordinal, cancellation);
        foreach (var document in trusted)
        {
            if (known.TryAdd(document.Hash, document)) db.TrustedDocuments.Add(document);
        }

        // Two calls at once may come to a few more: it is a bound, not a price.
        var added = known.Values.Count(document => document.Id == 0);
        if (added > 0 && await own.CountAsync(cancellation) + added > Most) throw new TooManyTrustedDocuments(Most);
        return hashes.ConvertAll(hash => known[hash]);
    }
}
