namespace Cln.Host.Events;

/// <summary>A scope in which the platform itself is the caller: for jobs, handlers and whatever else nobody asked for.</summary>
internal static class PlatformScope
{
    public static AsyncServiceScope CreatePlatformScope(this IServiceScopeFactory scopes)
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomePlatform();
        return scope;
    }
}
