using System.Reflection;
using Cln.Events;
using Microsoft.EntityFrameworkCore;

namespace Cln.Data;

/// <summary>The assemblies whose mappings make up the model: the host's own and those of the enabled modules.</summary>
public sealed record Mappings(IReadOnlyList<Assembly> Assemblies);

/// <summary>The one unit of work. It names no entity: every module brings its own mappings and its own <c>db.Things</c>.</summary>
public sealed class ClnDbContext(DbContextOptions<ClnDbContext> options, Mappings mappings, Caller caller) : DbContext(options)
{
    /// <summary>The name of the query filter that hides other resellers' rows.</summary>
    public const string TenantFilter = "tenant";

    private readonly List<Func<DomainEvent>> told = [];

    /// <summary>Which modules this context is composed of; contexts of one composition share a model.</summary>
    public Mappings Mappings => mappings;

    private bool SeesEverything => caller.SeesEverything;

    private long TenantId => caller.ResellerId ?? 0;

    /// <summary>Stores an event together with the change, and tells it after the commit. The function runs when the change has been saved, so that new rows have their ids.</summary>
    public void Tell(Func<DomainEvent> happened) => told.Add(happened);

    /// <summary>For the unit of work: the events told since the last call.</summary>
    public IReadOnlyList<DomainEvent> TakeTold()
    {
        DomainEvent[] events = [.. told.Select(happened => happened())];
        told.Clear();
        return events;
    }

    /// <summary>For the unit of work: forgets everything staged.</summary>
    public void Forget()
    {
        told.Clear();
        ChangeTracker.Clear();
    }

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        RefuseOtherTenants();
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess) => throw new NotSupportedException("Save asynchronously.");

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => Columns.Configure(configurationBuilder);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var assembly in mappings.Assemblies)
            modelBuilder.ApplyConfigurationsFromAssembly(assembly);

        foreach (var entity in modelBuilder.Model.GetEntityTypes().Where(entity => entity.ClrType.IsAssignableTo(typeof(IOwned))).ToList())
            typeof(ClnDbContext).GetMethod(nameof(HideOtherTenants), BindingFlags.NonPublic | BindingFlags.Instance)!.MakeGenericMethod(entity.ClrType).Invoke(this, [modelBuilder]);
        modelBuilder.Entity<Reseller>().HasQueryFilter(TenantFilter, reseller => SeesEverything || reseller.Id == TenantId);
    }

    private void HideOtherTenants<T>(ModelBuilder builder)
        where T : class, IOwned =>
        builder.Entity<T>().HasQueryFilter(TenantFilter, row => SeesEverything || row.ResellerId == TenantId);

    private void RefuseOtherTenants()
    {
        if (caller.SeesEverything) return;
        foreach (var entry in ChangeTracker.Entries().Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted))
        {
            // Nobody is a new reseller yet when its row is added.
            var owner = entry.Entity switch
            {
                IOwned owned => owned.ResellerId,
                Reseller reseller when entry.State != EntityState.Added => reseller.Id,
                _ => caller.ResellerId,
            };
            if (owner != caller.ResellerId) throw new InvalidOperationException($"{caller.Principal} of reseller {caller.ResellerId} tried to write a {entry.Metadata.ShortName()} of reseller {owner}.");
        }
    }
}

/// <summary>Ways around the tenant filter, named so that they stand out in a review.</summary>
public static class AcrossResellers
{
    /// <summary>The rows of all resellers. Whoever calls this answers for what becomes visible.</summary>
    public static IQueryable<T> OfEveryReseller<T>(this IQueryable<T> rows)
        where T : class => rows.IgnoreQueryFilters([ClnDbContext.TenantFilter]);
}
