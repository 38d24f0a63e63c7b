using System.Globalization;
using System.Security.Cryptography;
using Cln.Data;
using Cln.Graph;
using GraphQL.DataLoader;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Spacewalk;

/// <summary>What a server brings to take one of an account's licences.</summary>
[Node(Scopes.ServersRead)]
internal sealed class Key : INode, IOwned
{
    public long Id { get; private set; }

    [Hidden] public required long ResellerId { get; init; }

    [Hidden] public required long ServerAccountId { get; init; }

    /// <summary>The key itself: the reseller's number, a hyphen and 32 hexadecimal digits. Whoever has it can register servers on the account.</summary>
    [Listed] public required string Token { get; init; }

    /// <summary>When it was created.</summary>
    [Listed] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How many servers are registered by this key now.</summary>
    public IDataLoaderResult<int> Usage(UsageByKey usage, CancellationToken cancellation) => usage.Load(Id, cancellation);

    /// <summary>The servers registered by this key; newest first.</summary>
    public Task<Connection<Server>> ServersAsync(Listing<Server> list, ClnDbContext db, CancellationToken cancellation) =>
        list.PageAsync(db.Servers.Where(server => server.KeyId == Id), cancellation);

    /// <summary>The account that this key takes licences of; null when it has just been removed.</summary>
    public IDataLoaderResult<ServerAccount?> ServerAccount(AccountById accounts, CancellationToken cancellation) => accounts.Load(ServerAccountId, cancellation);

    /// <summary>A token that nobody can guess: 128 bits of it are random.</summary>
    internal static string NewToken(int resellerNumber) =>
        string.Create(CultureInfo.InvariantCulture, $"{resellerNumber}-{RandomNumberGenerator.GetHexString(32, lowercase: true)}");
}

/// <summary>Tells by which key a server came in.</summary>
[Extends<Server>]
internal static class ServerKey
{
    /// <summary>The key that this server registered with; null when it registered by its address, or when the key has just been removed.</summary>
    public static IDataLoaderResult<Key?>? Key(Server server, KeyById keys, CancellationToken cancellation) =>
        server.KeyId is { } id ? keys.Load(id, cancellation) : null;
}

internal sealed class KeyMapping : IEntityTypeConfiguration<Key>
{
    public void Configure(EntityTypeBuilder<Key> key)
    {
        key.ToTable("spacewalk_keys");
        key.HasOne<ServerAccount>().WithMany().HasForeignKey(row => row.ServerAccountId).OnDelete(DeleteBehavior.Cascade);
        key.HasIndex(row => row.Token).IsUnique();
        key.Property(row => row.Token).HasMaxLength(64);
    }
}
