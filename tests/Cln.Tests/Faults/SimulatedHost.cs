using Cln.Billing;
using Cln.Contracts;
using Cln.Data;
using Cln.Host;
using Cln.Host.Data;
using Cln.Host.Events;
using Cln.Host.Mail;
using Cln.Tests.Data;
using GraphQL.Types;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace Cln.Tests.Faults;

/// <summary>One host of a simulation: the product's own services, put together as the program does, and not listening. It pauses wherever the network or a commit would let another go first.</summary>
internal sealed class SimulatedHost : IAsyncDisposable
{
    private readonly Microsoft.AspNetCore.Builder.WebApplication app;

    private SimulatedHost(Microsoft.AspNetCore.Builder.WebApplication app) => this.app = app;

    /// <summary>False once it was killed: what it was about to do it doesn't do any more.</summary>
    public bool Lives { get; private set; } = true;

    public IServiceProvider Services => app.Services;

    public static SimulatedHost Start(Simulation simulation, TestDatabase database, ISchema? schema)
    {
        SimulatedHost? host = null;
        var app = ClnHost.Build(
            ["--environment", "Development"],
            builder =>
            {
                builder.Configuration.AddInMemoryCollection(database.Settings);
                builder.Configuration.AddInMemoryCollection([new("Jobs:Enabled", "false"), new("Demo:Data", "false"), new("hostBuilder:reloadConfigOnChange", "false")]);

                // Who waits for a turn goes on in another thread, and a request is given up by the real clock.
                builder.Configuration.AddInMemoryCollection([new("Graph:Limits:AtOnce", "1000"), new("Graph:Limits:Seconds", "3600"), new("Graph:Limits:LongSeconds", "3600"), new("Graph:Limits:Points", "1000000000")]);
                builder.Logging.ClearProviders();
            },
            services =>
            {
                services.AddSingleton<TimeProvider>(simulation.Clock);
                services.AddSingleton<Waiting>(_ => new SimulatedWaiting(simulation, host!));
                services.AddSingleton<IMailTransport>(new SwallowedMail());
                services.AddSingleton<IGateway>(_ => new SimulatedLine(simulation, host!));
                services.Replace(ServiceDescriptor.Scoped<IUnitOfWork>(scope => new SimulatedUnit(ActivatorUtilities.CreateInstance<UnitOfWork>(scope), simulation, host!)));
                if (schema is not null) services.AddSingleton(schema);
            });
        return host = new(app);
    }

    public AsyncServiceScope PlatformScope() => Services.GetRequiredService<IServiceScopeFactory>().CreatePlatformScope();

    public void Kill() => Lives = false;

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

/// <summary>The host was killed. Nothing in the product catches this and goes on: every further step of the host throws it again.</summary>
internal sealed class HostDied() : Exception("The simulated host was killed.");

/// <summary>Mail that leaves at once, as a file wouldn't.</summary>
internal sealed class SwallowedMail : IMailTransport
{
    public Task SendAsync(MimeMessage message, MailMessage mail, CancellationToken cancellation) => Task.CompletedTask;
}

/// <summary>However long it is: the draw says when it is over.</summary>
internal sealed class SimulatedWaiting(Simulation simulation, SimulatedHost host) : Waiting
{
    public override Task ForAsync(TimeSpan time, CancellationToken cancellation) => simulation.PauseAsync(host);
}

/// <summary>A commit before which, and after which, others may go first, and at which the host may die.</summary>
internal sealed class SimulatedUnit(IUnitOfWork unit, Simulation simulation, SimulatedHost host) : IUnitOfWork
{
    private int depth;

    public async Task<T> CommitAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        if (depth > 0) return await unit.CommitAsync(work, cancellation);
        await simulation.PauseAsync(host);
        depth++;
        T result;
        try
        {
            result = await unit.CommitAsync(work, cancellation);
        }
        finally
        {
            depth--;
        }

        await simulation.PauseAsync(host);
        return result;
    }
}
