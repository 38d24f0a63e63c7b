using Cln.Data;
using Cln.Host.Graph;
using GraphQL;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Documents;

/// <summary>Finds the document that a request means: the one that it brings, or a stored one that it names by a hash. And refuses tokens what they aren't trusted with.</summary>
internal sealed class StoredDocuments(FolderDocuments folder, PageDocuments pages, PersistedQueries persisted)
{
    /// <summary>The same request with its document, whatever way that was named.</summary>
    /// <exception cref="ExecutionError">There is no such document, or this caller may not send it.</exception>
    public async Task<GraphRequest> FindAsync(GraphRequest request, IServiceProvider services, CancellationToken cancellation)
    {
        if (request.DocumentId is { } id)
        {
            var trusted = DocumentHash.Read(id) is { } named ? await TrustedAsync(named, services, cancellation) : null;
            return request with { Query = trusted ?? throw DocumentErrors.NotFound() };
        }

        var found = PersistedQueries.IsAsked(request) ? await PersistedAsync(request, services, cancellation) : request;
        await RefuseUntrustedAsync(found, services, cancellation);
        return found;
    }

    /// <summary>Keeps what a client will want to leave out next time.</summary>
    public void Keep(GraphRequest request) => persisted.Keep(request);

    private async Task<GraphRequest> PersistedAsync(GraphRequest request, IServiceProvider services, CancellationToken cancellation)
    {
        // A client that is told so sends whole documents from then on.
        if (PersistedQueries.HashOf(request) is not { } hash) throw DocumentErrors.PersistedQueryNotSupported();
        if (request.Query is { } text)
        {
            if (persisted.AreOn && DocumentHash.Of(text) != hash) throw DocumentErrors.PersistedQueryMismatch();
            return request;
        }

        if (await TrustedAsync(hash, services, cancellation) is { } trusted) return request with { Query = trusted };
        if (services.GetRequiredService<Caller>().TrustedOnly) throw DocumentErrors.NotTrusted();
        if (!persisted.AreOn) throw DocumentErrors.PersistedQueryNotSupported();
        return request with { Query = persisted.Find(hash) ?? throw DocumentErrors.PersistedQueryNotFound() };
    }

    /// <summary>A document is trusted by its text, however it is sent.</summary>
    private async Task RefuseUntrustedAsync(GraphRequest request, IServiceProvider services, CancellationToken cancellation)
    {
        if (!services.GetRequiredService<Caller>().TrustedOnly) return;
        if (await TrustedAsync(DocumentHash.Of(request.Query ?? ""), services, cancellation) is null) throw DocumentErrors.NotTrusted();
    }

    private async Task<string?> TrustedAsync(string hash, IServiceProvider services, CancellationToken cancellation)
    {
        if (folder.Find(hash) is { } own) return own;
        var caller = services.GetRequiredService<Caller>();
        if (!caller.TrustedOnly && pages.Find(hash) is { } known) return known;
        if (caller.ResellerId is not { } reseller) return null;
        return await services.GetRequiredService<ClnDbContext>().TrustedDocuments.Where(document => document.ResellerId == reseller && document.Hash == hash)
            .Select(document => document.Text).FirstOrDefaultAsync(cancellation);
    }
}
