using Cln.Host.Graph.Export;
using Cln.Host.Graph.Limits;
using Cln.Host.Web;
using GraphQL;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cln.Host.Graph.Transport;

/// <summary>Runs one operation in a scope: all that a transport knows of the engine.</summary>
internal delegate Task<ExecutionResult> Execute(GraphRequest request, IServiceProvider services, CancellationToken cancellation);

/// <summary>All ways to reach the API: <c>/graphql</c> over HTTP, server-sent events and WebSocket, its schema file, and the page for people.</summary>
internal static class GraphTransports
{
    public const string Path = "/graphql";

    public static IServiceCollection AddGraphTransports(this IServiceCollection services)
    {
        services.TryAddSingleton<Execute>((request, scope, cancellation) => scope.GetRequiredService<GraphExecutor>().ExecuteAsync(request, scope, cancellation));
        services.TryAddSingleton<TransportLimits>();
        services.TryAddSingleton<GraphLimits>();
        services.TryAddSingleton(new Ide(Ide.BuiltFolder));
        services.TryAddScoped<ISocketSignIn, NoSocketSignIn>();
        services.AddScoped<ResumePoint>().AddScoped<Freshness>();
        services.AddSingleton<Listeners>().AddSingleton<ResultWriter>().AddSingleton<Answers>().AddSingleton<EventStreams>().AddSingleton<GraphHttp>().AddSingleton<Exports>().AddSingleton<SocketTransport>();
        return services;
    }

    public static void MapGraph(this IEndpointRouteBuilder routes)
    {
        var graph = routes.CreateApplicationBuilder();
        // The protocol's own pings keep a connection alive; WebSocket's would be a second set.
        graph.UseWebSockets(new() { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        graph.Run(HandleAsync);
        routes.Map(Path, graph.Build()).WithDisplayName("GraphQL");

        routes.MapSchema($"{Path}/schema.graphql");
        routes.MapExports(Path);
        routes.ServiceProvider.GetRequiredService<Ide>().Map(routes, Path);
    }

    private static Task HandleAsync(HttpContext context)
    {
        var services = context.RequestServices;
        if (context.WebSockets.IsWebSocketRequest) return services.GetRequiredService<SocketTransport>().HandleAsync(context);
        if (HttpMethods.IsGet(context.Request.Method) && !context.Request.Query.ContainsKey("query") && MediaTypes.WantsPage(context.Request)) return services.GetRequiredService<Ide>().ServePageAsync(context);
        return services.GetRequiredService<GraphHttp>().HandleAsync(context);
    }
}
