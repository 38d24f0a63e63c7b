using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using Cln.Host.Graph;
using Cln.Host.Graph.Transport;
using Cln.Host.Web;
using GraphQL;
using GraphQL.Execution;
using GraphQL.SystemTextJson;
using GraphQL.Types;
using GraphQLParser.AST;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Cln.Tests.Transport;

/// <summary>The transports over real sockets, with a schema of a few fields behind them and a clock that stands until it is moved.</summary>
internal sealed class ToyHost : IAsyncDisposable
{
    public const string GoodToken = "good";

    private static readonly DocumentExecuter executer = new(
        new GraphQLDocumentBuilder(), new GraphQL.Validation.DocumentValidator(),
        new DefaultExecutionStrategySelector([new(new AskedSubscriptions(new SerialExecutionStrategy()), OperationType.Subscription)]), []);

    private readonly WebApplication app;

    private ToyHost(WebApplication app)
    {
        this.app = app;
        Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new(app.Urls.Single()), Timeout = TimeSpan.FromSeconds(60) };
    }

    public ToySchema Schema => (ToySchema)app.Services.GetRequiredService<ISchema>();

    public TransportLimits Limits => app.Services.GetRequiredService<TransportLimits>();

    public FakeTimeProvider Clock => (FakeTimeProvider)Limits.Clock;

    /// <summary>Whether whoever listens still may.</summary>
    public bool RightsLast { set => app.Services.GetRequiredService<ToyRights>().Last = value; }

    public HttpClient Http { get; }

    public string Url => new Uri(Http.BaseAddress!, "/graphql").AbsoluteUri;

    public string SocketUrl => Url.Replace("http:", "ws:", StringComparison.Ordinal);

    public static async Task<ToyHost> StartAsync(Func<TransportLimits, TransportLimits>? limit = null, Action<IServiceCollection>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        configure?.Invoke(builder.Services);

        var limits = new TransportLimits { Clock = new FakeTimeProvider() };
        builder.Services
            .AddSingleton(limit?.Invoke(limits) ?? limits)
            .AddSingleton<ISchema, ToySchema>()
            .AddSingleton<IGraphQLTextSerializer>(new GraphQLSerializer(new ErrorInfoProvider(options => options.ExposeCodes = false)))
            .AddSingleton<ErrorMask>()
            .AddSingleton<Execute>(ExecuteAsync)
            .AddScoped<Caller>()
            .AddScoped<ToyScope>()
            .AddSingleton<ToyRights>()
            .AddScoped<ISocketSignIn, ToySignIn>()
            .AddHealth()
            .AddGraphTransports();

        var app = builder.Build();
        app.MapHealth();
        app.MapGraph();
        await app.StartAsync();
        return new(app);
    }

    public static StringContent Json(string text) => new(text, Encoding.UTF8, new MediaTypeHeaderValue(MediaTypes.Json));

    /// <summary>Posts one operation, as JSON, and accepts what a test says.</summary>
    public async Task<HttpResponseMessage> PostAsync(object body, string? accept = MediaTypes.GraphResponse)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(body) };
        if (accept is not null) request.Headers.Accept.ParseAdd(accept);
        return await Http.SendAsync(request);
    }

    public async Task<ToySocket> ConnectAsync(Action<ClientWebSocketOptions>? configure = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(SocketTransport.Subprotocol);
        configure?.Invoke(socket.Options);
        await socket.ConnectAsync(new(SocketUrl), CancellationToken.None);
        return new(socket);
    }

    /// <summary>Moves the clock by steps of one duration until something has happened: the host may not have set its timer yet when the first step is taken.</summary>
    public async Task MoveAsync(TimeSpan step, Task until)
    {
        while (!until.IsCompleted)
        {
            Clock.Advance(step);
            await Task.WhenAny(until, Task.Delay(2000));
        }
    }

    public async Task StopAsync() => await app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.DisposeAsync();
    }

    private static Task<ExecutionResult> ExecuteAsync(GraphRequest request, IServiceProvider services, CancellationToken cancellation)
    {
        if (request.Query == "{ breaks }") throw new InvalidOperationException("The secret of the house.");
        return executer.ExecuteAsync(new ExecutionOptions
        {
            Schema = services.GetRequiredService<ISchema>(),
            Query = request.Query,
            OperationName = request.OperationName,
            Variables = request.Variables,
            Extensions = request.Extensions,
            RequestServices = services,
            UnhandledExceptionDelegate = services.GetRequiredService<ErrorMask>().CoverAsync,
            CancellationToken = cancellation,
        });
    }

    private sealed class ToySignIn : ISocketSignIn
    {
        public Task<bool> SignInAsync(HttpContext context, string bearer)
        {
            if (bearer == GoodToken) context.RequestServices.GetRequiredService<Caller>().SignIn("token:1", 1, 1, []);
            return Task.FromResult(bearer == GoodToken);
        }

        public Task<bool> StillMayAsync(HttpContext context, string? bearer) => Task.FromResult(context.RequestServices.GetRequiredService<ToyRights>().Last);
    }
}
