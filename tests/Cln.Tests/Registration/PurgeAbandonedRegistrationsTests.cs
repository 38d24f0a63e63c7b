using Cln.Data;
using Cln.Registration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Registration;

public sealed class PurgeAbandonedRegistrationsTests
{
    [Fact]
    public async Task After_thirty_days_only_those_without_money_are_forgotten()
    {
        await using var world = await World.StartAsync();
        var begun = new Applicant(world, "begun");
        var declined = new Applicant(world, "declined");
        var doubtful = new Applicant(world, "doubtful");
        var paid = new Applicant(world, "paid");
        var late = new Applicant(world, "late");
        await begun.ReachAsync("AGREEMENT");
        await declined.ReachAsync("PAYMENT");
        await declined.PayAsync("pm_card_chargeDeclined");
        await doubtful.ReachAsync("PAYMENT");
        await doubtful.PayAsync("pm_card_answerLost");
        await paid.ReachAsync("ACCOUNT");
        await late.ReachAsync("AGREEMENT");

        world.Clock.Advance(TimeSpan.FromDays(29));
        await PurgeAsync(world);
        Assert.Equal("AGREEMENT", await begun.StepAsync());
        await late.AcceptAsync();

        world.Clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
        await PurgeAsync(world);
        await PurgeAsync(world);

        Assert.True((await begun.ResumeAsync()).IsNull("registration"));
        Assert.True((await declined.ResumeAsync()).IsNull("registration"));
        Assert.Equal(["PAYMENT", "ACCOUNT", "PAYMENT"], [await doubtful.StepAsync(), await paid.StepAsync(), await late.StepAsync()]);
        await using var scope = world.PlatformScope();
        var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
        Assert.Equal([ResellerState.Closed, ResellerState.Pending, ResellerState.Pending], await db.Resellers.OrderBy(reseller => reseller.Id).Select(reseller => reseller.State).ToListAsync());
        Assert.Equal(3, await db.RegistrationTokens.Select(token => token.RegistrationId).Distinct().CountAsync());
    }

    private static async Task PurgeAsync(World world)
    {
        await using var scope = world.PlatformScope();
        await scope.ServiceProvider.GetRequiredService<PurgeAbandonedRegistrations>().RunAsync(CancellationToken.None);
    }
}
