using Cln.Data;
using Cln.Events;
using Cln.Host;
using Cln.Host.Data;
using Cln.Host.Events;
using Cln.Tests.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Events;

public sealed class EventDispatcherTests
{
    [EveryDatabase]
    public async Task A_handler_that_fails_is_tried_again_later_and_then_done_once(DatabaseKind database)
    {
        await using var world = await StartAsync(database);
        world.ExpectsErrors = true;
        var handled = world.Services.GetRequiredService<Handled>();
        handled.FailuresToCome = 2;
        await world.ResellerAsync();
        Assert.Equal(0, handled.Done);

        for (var tries = 0; tries < 3; tries++)
        {
            world.Clock.Advance(TimeSpan.FromMinutes(1));
            await world.SettleAsync();
        }

        Assert.Equal((3, 1), (handled.Tried, handled.Done));
    }

    [EveryDatabase]
    public async Task Dispatchers_that_find_the_same_event_do_its_work_once(DatabaseKind database)
    {
        await using var world = await StartAsync(database);
        var resellers = Enumerable.Range(0, 3);
        foreach (var _ in resellers) await world.ResellerAsync();
        var dispatcher = world.Services.GetRequiredService<EventDispatcher>();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => dispatcher.DispatchAsync(CancellationToken.None)));
        Assert.Equal(3, world.Services.GetRequiredService<Handled>().Done);
    }

    [Fact]
    public async Task Whoever_goes_by_how_things_are_is_told_the_latest_of_what_waits_and_the_others_each()
    {
        await using var world = await StartAsync(DatabaseKind.Sqlite);
        await world.ResellerAsync();
        await using var scope = world.PlatformScope();
        var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();

        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(
            () =>
            {
                foreach (var name in (string[])["a", "b", "c"]) db.Tell(() => new ServerUnregistered(1, 1, name));
                return Task.CompletedTask;
            },
            CancellationToken.None);
        await world.SettleAsync();

        var handled = world.Services.GetRequiredService<Handled>();
        Assert.Equal(["a", "b", "c"], handled.Each);
        Assert.Equal(["c"], handled.Latest);
        Assert.Equal(0, await db.EventDeliveries.CountAsync(delivery => delivery.DoneAt == null));
    }

    private static Task<World> StartAsync(DatabaseKind database) => World.StartAsync(
        database,
        services => services
            .AddSingleton<Handled>()
            .AddScoped<WhenActivated>().AddScoped<EachUnregistered>().AddScoped<LatestUnregistered>()
            .AddSingleton(provider => new EventTypes([.. provider.GetRequiredService<Modules>().Types, typeof(WhenActivated), typeof(EachUnregistered), typeof(LatestUnregistered)])));

    private sealed class Handled
    {
        public int FailuresToCome { get; set; }

        public int Tried { get; set; }

        public int Done { get; set; }

        public List<string> Each { get; } = [];

        public List<string> Latest { get; } = [];
    }

    private sealed class EachUnregistered(Handled handled) : IHandle<ServerUnregistered>
    {
        public Task HandleAsync(ServerUnregistered happened, CancellationToken cancellation)
        {
            handled.Each.Add(happened.Hostname);
            return Task.CompletedTask;
        }
    }

    private sealed class LatestUnregistered(Handled handled) : IHandleLatest<ServerUnregistered>
    {
        public Task HandleAsync(ServerUnregistered happened, CancellationToken cancellation)
        {
            handled.Latest.Add(happened.Hostname);
            return Task.CompletedTask;
        }
    }

    private sealed class WhenActivated(Handled handled) : IHandle<ResellerActivated>
    {
        public Task HandleAsync(ResellerActivated happened, CancellationToken cancellation)
        {
            handled.Tried++;
            if (handled.FailuresToCome-- > 0) throw new InvalidOperationException("Not yet.");
            handled.Done++;
            return Task.CompletedTask;
        }
    }
}
