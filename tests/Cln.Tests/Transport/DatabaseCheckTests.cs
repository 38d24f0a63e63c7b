using Cln.Data;
using Cln.Host.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cln.Tests.Transport;

public sealed class DatabaseCheckTests
{
    [Fact]
    public async Task A_host_whose_database_answers_is_ready()
    {
        await using var world = await World.StartAsync();
        using var http = new HttpClient();

        Assert.Equal("""{"status":"Healthy","checks":{"host":"Healthy","database":"Healthy"}}""", await http.GetStringAsync(new Uri(world.Address, "/health/ready")));
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_unhealthy()
    {
        await using var db = new ClnDbContext(new DbContextOptionsBuilder<ClnDbContext>().UseSqlite("Data Source=/no/such/folder/cln.db").Options, new Mappings([]), new Caller());

        Assert.Equal(HealthStatus.Unhealthy, (await new DatabaseCheck(db).CheckHealthAsync(new())).Status);
    }
}
