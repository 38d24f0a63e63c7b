using Cln.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Walks;

[Collection(nameof(Neighbours))]
public sealed class TenantRowsTests(Neighbours neighbours)
{
    [Fact]
    public async Task No_query_shows_a_row_of_another_reseller()
    {
        await using var platform = neighbours.World.PlatformScope();
        await using var own = neighbours.World.ScopeOf(neighbours.OwnerId);
        await using var foreign = neighbours.World.ScopeOf(neighbours.StrangerId);
        foreach (var entity in Rows.Entities(Of(platform)))
        {
            var rows = (await Rows.Shown<IOwned>(Of(platform), entity).ToListAsync()).Count(row => row.ResellerId == neighbours.OwnerId);

            Assert.True(rows > 0, $"The owner has no {entity.Name}: give it one in {nameof(Neighbours)}, so that this test means something.");
            Assert.Equal(rows, (await Rows.Shown<IOwned>(Of(own), entity).ToListAsync()).Count);
            Assert.DoesNotContain(await Rows.Shown<IOwned>(Of(foreign), entity).ToListAsync(), row => row.ResellerId != neighbours.StrangerId);
        }
    }

    [Fact]
    public async Task No_query_shows_another_reseller()
    {
        await using var foreign = neighbours.World.ScopeOf(neighbours.StrangerId);
        Assert.Equal([neighbours.StrangerId], await Of(foreign).Resellers.Select(reseller => reseller.Id).ToListAsync());
    }

    [Theory]
    [InlineData(EntityState.Added)]
    [InlineData(EntityState.Modified)]
    [InlineData(EntityState.Deleted)]
    public async Task No_row_of_another_reseller_can_be_written(EntityState change)
    {
        await using var platform = neighbours.World.PlatformScope();
        foreach (var row in (await Rows.AllAsync(Of(platform))).Where(row => Rows.IsOf(row, neighbours.OwnerId)).DistinctBy(row => row.GetType()).Where(row => change != EntityState.Added || row is IOwned))
        {
            await using var foreign = neighbours.World.ScopeOf(neighbours.StrangerId);
            Of(foreign).Entry(row).State = change;

            var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => Of(foreign).SaveChangesAsync());
            Assert.Contains($"tried to write a {row.GetType().Name} of reseller {neighbours.OwnerId}", refusal.Message, StringComparison.Ordinal);
        }
    }

    private static ClnDbContext Of(AsyncServiceScope scope) => scope.ServiceProvider.GetRequiredService<ClnDbContext>();
}

[CollectionDefinition(nameof(Neighbours))]
public sealed class NeighboursCollection : ICollectionFixture<Neighbours>;
