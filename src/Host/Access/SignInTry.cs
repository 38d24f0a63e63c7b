using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Host.Access;

/// <summary>How often a sign-in was tried and failed, from a network or for a login, in the time that the first try began.</summary>
internal sealed class SignInTry
{
    public required string Subject { get; init; }

    public required int Count { get; init; }

    public required DateTimeOffset Since { get; init; }
}

/// <summary>A network from which a person has signed in: what others fail at elsewhere doesn't keep the person out there.</summary>
internal sealed class KnownNetwork : IOwned
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    public long Id { get; private set; }

    public required long ResellerId { get; init; }

    public required long UserId { get; init; }

    public required string Network { get; init; }

    public required DateTimeOffset SignedInAt { get; init; }
}

internal sealed class SignInTryMapping : IEntityTypeConfiguration<SignInTry>
{
    public void Configure(EntityTypeBuilder<SignInTry> tries)
    {
        tries.ToTable("access_sign_in_tries");
        tries.HasKey(row => row.Subject);
        tries.Property(row => row.Subject).HasMaxLength(100);
        tries.HasIndex(row => row.Since);
    }
}

internal sealed class KnownNetworkMapping : IEntityTypeConfiguration<KnownNetwork>
{
    public void Configure(EntityTypeBuilder<KnownNetwork> known)
    {
        known.ToTable("access_known_networks");
        known.Property(row => row.Network).HasMaxLength(45);
        known.HasIndex(row => new { row.UserId, row.Network }).IsUnique();
        known.HasOne<User>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
