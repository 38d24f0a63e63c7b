using Cln.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Billing;

/// <summary>Who began to keep which wallet: only they may keep it.</summary>
internal sealed class PayPalSetup : IOwned
{
    public long Id { get; private set; }

    public required long ResellerId { get; init; }

    /// <summary>PayPal's name for it.</summary>
    public required string Name { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Forgets after a week who began to keep a PayPal wallet: PayPal waits three days for its owner.</summary>
internal sealed class ForgetPayPalSetups(ClnDbContext db, TimeProvider clock) : IJob
{
    private static readonly TimeSpan kept = TimeSpan.FromDays(7);

    public static string Schedule => "0 40 3 * * ?";

    public async Task RunAsync(CancellationToken cancellation)
    {
        var before = clock.GetUtcNow() - kept;
        await db.PayPalSetups.OfEveryReseller().Where(setup => setup.CreatedAt < before).ExecuteDeleteAsync(cancellation);
    }
}

internal sealed class PayPalSetupMapping : IEntityTypeConfiguration<PayPalSetup>
{
    public void Configure(EntityTypeBuilder<PayPalSetup> setup)
    {
        setup.ToTable("billing_paypal_setups");
        setup.Property(s => s.Name).HasMaxLength(200);
        setup.HasIndex(s => s.Name).IsUnique();
        setup.HasOne<Reseller>().WithMany().HasForeignKey(s => s.ResellerId).OnDelete(DeleteBehavior.NoAction);
    }
}
