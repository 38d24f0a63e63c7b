using Cln.Contracts;
using Cln.Data;
using Cln.Invoices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Invoices;

/// <summary>Documents issued as Billing does it: through the contract, in a unit of work.</summary>
internal static class Issuing
{
    /// <summary>A reseller that has no document yet.</summary>
    public static async Task<long> AddResellerAsync(this World world, string name = "Nordlicht Hosting GmbH")
    {
        await using var scope = world.PlatformScope();
        var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
        var reseller = new Reseller
        {
            Name = name,
            Login = $"login{Guid.NewGuid():n}",
            BillingEmail = "billing@nordlicht.example",
            TierCode = "silver",
            FirstName = "Jörg",
            LastName = "Müller",
            Country = "DE",
            CreatedAt = World.Begins,
            State = ResellerState.Active,
        };
        db.Resellers.Add(reseller);
        await db.SaveChangesAsync();
        return reseller.Id;
    }

    public static Task IssuePaymentAsync(this World world, long reseller, bool thenFail = false) => world.IssueAsync(
        async invoicing =>
        {
            await invoicing.PaymentReceivedAsync(new(reseller, "Top up", new(2_000), new(2_000), World.Begins), CancellationToken.None);
            if (thenFail) throw new NotFound("money");
        });

    public static async Task IssueAsync(this World world, Func<IInvoicing, Task> issue)
    {
        await using var scope = world.PlatformScope();
        var invoicing = scope.ServiceProvider.GetRequiredService<IInvoicing>();
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(() => issue(invoicing), CancellationToken.None);
    }

    public static async Task<List<Invoice>> IssuedAsync(this World world, long reseller)
    {
        await using var scope = world.PlatformScope();
        return await scope.ServiceProvider.GetRequiredService<ClnDbContext>().Set<Invoice>().Include(invoice => invoice.Rows).Where(invoice => invoice.ResellerId == reseller).OrderBy(invoice => invoice.Sequence).ToListAsync();
    }

    public static async Task ExecuteAsync(this World world, string sql)
    {
        await using var scope = world.PlatformScope();
        await scope.ServiceProvider.GetRequiredService<ClnDbContext>().Database.ExecuteSqlRawAsync(sql);
    }
}
