using Cln.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Servers;

internal sealed class ServerMapping : IEntityTypeConfiguration<Server>
{
    /// <summary>The name of the query filter that hides unregistered servers.</summary>
    public const string RegisteredFilter = "registered";

    public void Configure(EntityTypeBuilder<Server> server)
    {
        server.ToTable("servers_servers");
        server.Property(s => s.Hostname).HasMaxLength(SelfDescription.LongestHostname);
        server.Property(s => s.OperatingSystem).HasMaxLength(SelfDescription.LongestText);
        server.Property(s => s.Kernel).HasMaxLength(SelfDescription.LongestText);
        server.Property(s => s.SecretHash).HasMaxLength(64);
        server.HasOne<Reseller>().WithMany().HasForeignKey(s => s.ResellerId).OnDelete(DeleteBehavior.NoAction);
        server.HasIndex(s => new { s.ResellerId, s.Ip }).IsUnique().HasFilter("key_id IS NULL");
        server.HasIndex(s => s.KeyId);
        server.HasIndex(s => s.UnregisteredAt);
        server.HasQueryFilter(RegisteredFilter, s => s.UnregisteredAt == null);
    }
}

internal static class UnregisteredServers
{
    /// <summary>These servers and also those that are not registered any more.</summary>
    public static IQueryable<Server> WithUnregistered(this IQueryable<Server> servers) => servers.IgnoreQueryFilters([ServerMapping.RegisteredFilter]);
}
