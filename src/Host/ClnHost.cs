using Cln.Contracts;
using Cln.Data;
using Cln.Events;
using Cln.Graph;
using Cln.Host.Access;
using Cln.Host.Audit;
using Cln.Host.Data;
using Cln.Host.Demo;
using Cln.Host.Documents;
using Cln.Host.Events;
using Cln.Host.Evolution;
using Cln.Host.Graph;
using Cln.Host.Graph.Limits;
using Cln.Host.Graph.Listings;
using Cln.Host.Graph.Transport;
using Cln.Host.Idempotency;
using Cln.Host.Jobs;
using Cln.Host.Mail;
using Cln.Host.Web;
using Cln.Host.Web.Shell;
using Cln.Host.Webhooks;
using GraphQL;
using GraphQL.SystemTextJson;
using GraphQL.Types;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Cln.Host;

/// <summary>Builds the host: the platform's own parts, then the modules, then what stands in for the ones that are off.</summary>
internal static class ClnHost
{
    /// <param name="args">The command line, a source of settings.</param>
    /// <param name="configure">Adds settings before anything reads them.</param>
    /// <param name="replace">Puts services in place of the host's own, as tests do with the clock.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null, Action<IServiceCollection>? replace = null)
    {
        var builder = WebApplication.CreateBuilder(PagesSetup.Options(args));
        builder.WebHost.UseStaticWebAssets();
        configure?.Invoke(builder);
        if (string.IsNullOrEmpty(builder.Configuration["Urls"])) builder.WebHost.UseUrls("http://localhost:5080");
        builder.AddObservability();

        var modules = Modules.Compose(builder.Configuration);
        builder.Services.AddSingleton(modules);
        builder.Services.AddClock(builder.Configuration, builder.Environment);
        builder.Services.AddData(builder.Configuration, builder.Environment, modules.Assemblies);
        builder.Services.AddAccess(builder.Configuration);
        builder.Services.AddEvents(modules, builder.Configuration);
        builder.Services.AddGraph(modules, builder.Configuration);
        builder.Services.AddStoredDocuments(builder.Configuration);
        builder.Services.AddEvolution();
        builder.Services.AddJobs(modules, builder.Configuration.GetValue("Jobs:Enabled", true));
        builder.Services.AddMail(builder.Configuration, builder.Environment);
        builder.Services.AddWebhooksOut(builder.Configuration, builder.Environment);
        builder.Services.AddHealth().AddHealthChecks().AddCheck<DatabaseCheck>("database", timeout: DatabaseCheck.Patience);
        builder.Services.AddCompression();
        builder.Services.AddPages(builder.Configuration, builder.Environment);
        builder.Services.AddSingleton<DemoData>();
        builder.Services.AddSingleton<IdeExamples>();
        foreach (var module in modules.Enabled) module.Register(builder.Services, builder.Configuration);
        builder.Services.AddStandIns();
        replace?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseTrustedProxies();
        app.UseResponseCompression();
        app.Use(Authentication.InvokeAsync);
        app.UsePages();
        app.MapGraph();
        app.MapHealth();
        app.MapPages(modules);
        app.MapDevMail();
        foreach (var module in modules.Enabled) module.Map(app);
        return app;
    }

    /// <summary>Migrates the database and composes the schema, so that whatever is wrong with either stops the start.</summary>
    public static async Task PrepareAsync(this WebApplication app)
    {
        // None needs the other before its end.
        var schema = Task.Run(app.Services.GetRequiredService<ISchema>);
        var model = Task.Run(() => ModelOf(app.Services));
        await app.Services.GetRequiredService<Migrator>().MigrateAsync(CancellationToken.None);
        await Task.WhenAll(schema, model);
        await app.Services.GetRequiredService<FolderDocuments>().ReadAsync(CancellationToken.None);
    }

    private static IModel ModelOf(IServiceProvider services)
    {
        using var scope = services.CreateScope();
        return scope.ServiceProvider.GetRequiredService<ClnDbContext>().Model;
    }

    private static void AddClock(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddSingleton(TimeProvider.System);
        if (configuration["Clock:Now"] is not { Length: > 0 } now) return;
        if (environment.IsProduction()) throw WrongSetting.Value("Clock:Now", now, "nothing in production, where the clock is the real one");
        if (!DateTimeOffset.TryParse(now, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var start))
            throw WrongSetting.Value("Clock:Now", now, "an instant such as 2027-01-31T23:59:00Z");
        services.AddSingleton<TimeProvider>(new ShiftedClock(start));
    }

    private static void AddEvents(this IServiceCollection services, Modules modules, IConfiguration configuration)
    {
        var types = new EventTypes(modules.Types);
        foreach (var handler in types.HandlerTypes) services.AddScoped(handler);
        if (DatabaseSettings.KindOf(configuration) == DatabaseKind.Postgres) services.AddHostedService<PostgresWakeUp>();
        services
            .AddSingleton(types)
            .AddSingleton(EventRetention.Read(configuration))
            .AddSingleton<EventPulse>()
            .AddScoped<OneEvent>()
            .AddScoped<EventStream>()
            .AddScoped<IEventStream>(provider => provider.GetRequiredService<EventStream>())
            .AddHostedService<EventWatch>()
            .AddSingleton<EventDispatcher>()
            .AddHostedService(provider => provider.GetRequiredService<EventDispatcher>())
            .AddScoped<EventLog>()
            .AddScoped<AuditLog>()
            .AddScoped<IAudit>(provider => provider.GetRequiredService<AuditLog>())
            .AddSingleton(AuditRetention.Read(configuration))
            .AddScoped<IUnitOfWork, UnitOfWork>()
            .AddSingleton(provider => new WriterGate(provider.GetRequiredService<DatabaseSettings>().Kind == DatabaseKind.Sqlite));
    }

    private static void AddGraph(this IServiceCollection services, Modules modules, IConfiguration configuration)
    {
        foreach (var type in modules.Types.Where(IsBatch)) services.AddScoped(type);
        services
            .AddScoped<MutationRunner>()
            .AddScoped<ResellersById>()
            .AddScoped<IdempotentCall>()
            .AddSingleton<ISchema>(provider => SchemaBuilder.Build(provider, modules.Types))
            .AddSingleton<IGraphQLTextSerializer>(new GraphQLSerializer(new GraphQL.Execution.ErrorInfoProvider(options => options.ExposeCodes = false)))
            .AddSingleton<ErrorMask>()
            .AddSingleton(GraphLimits.Read(configuration))
            .AddSingleton<GraphDocuments>()
            .AddSingleton<PointBuckets>()
            .AddSingleton<Turns>()
            .AddScoped<Spending>()
            .AddSingleton<ToldErrors>()
            .AddSingleton<GraphExecutor>()
            .AddGraphTransports();
    }

    private static bool IsBatch(Type type)
    {
        for (var ancestor = type.IsAbstract ? null : type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor.IsGenericType && ancestor.GetGenericTypeDefinition() == typeof(Batch<,>)) return true;
        }

        return false;
    }
}
