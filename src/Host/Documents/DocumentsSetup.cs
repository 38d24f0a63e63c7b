namespace Cln.Host.Documents;

internal static class DocumentsSetup
{
    /// <summary>Documents that requests name instead of bringing them.</summary>
    public static IServiceCollection AddStoredDocuments(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(PersistedQuerySettings.Read(configuration))
        .AddSingleton<PersistedQueries>()
        .AddSingleton<DocumentCheck>()
        .AddSingleton<FolderDocuments>()
        .AddSingleton<PageDocuments>()
        .AddSingleton<StoredDocuments>();
}
