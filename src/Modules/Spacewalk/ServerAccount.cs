using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using GraphQL.DataLoader;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Spacewalk;

/// <summary>
/// A share of a reseller's CloudLinux OS licences, set aside for one customer or one team. Servers take a licence of it by registering with
/// one of its keys, up to its limit. The limit is what is paid for, used or not.
/// </summary>
[Node(Scopes.ServersRead)]
internal sealed class ServerAccount : INode, IOwned
{
    /// <summary>The highest limit that one account can have.</summary>
    internal const int LargestLimit = 10_000;

    public long Id { get; private set; }

    [Hidden] public required long ResellerId { get; init; }

    /// <summary>The account's name, unique, in lower case after the reseller's prefix: "IPR-1042-web".</summary>
    [Listed] public required string Login { get; init; }

    /// <summary>First name of the person whose account it is.</summary>
    [Listed] public required string FirstName { get; set; }

    /// <summary>Last name of the person whose account it is.</summary>
    [Listed] public required string LastName { get; set; }

    /// <summary>The company whose account it is.</summary>
    [Listed] public required string Company { get; set; }

    /// <summary>The address of the person whose account it is.</summary>
    [Listed] public required string Email { get; set; }

    /// <summary>How many servers can be registered by the account's keys at one time, 0 to 10,000. This many licences are paid for.</summary>
    [Listed] public int Limit { get; private set; }

    /// <summary>When it was added.</summary>
    [Listed] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Since when it is suspended, because your account was not paid: its keys admit no server, and it isn't charged. Null when it isn't suspended.</summary>
    [Listed] public DateTimeOffset? SuspendedAt { get; private set; }

    /// <summary>Counts the changes that had to have the account to themselves: see <see cref="HeldAccounts"/>.</summary>
    [Hidden] public long Version { get; private set; }

    /// <summary>How many servers are registered by the account's keys now.</summary>
    public IDataLoaderResult<int> Used(UsedByAccount used, CancellationToken cancellation) => used.Load(Id, cancellation);

    /// <summary>The keys that servers can register with; newest first.</summary>
    public Task<Connection<Key>> KeysAsync(Listing<Key> list, ClnDbContext db, CancellationToken cancellation) =>
        list.PageAsync(db.Keys.Where(key => key.ServerAccountId == Id), cancellation);

    /// <summary>Changes what is paid for, but not to less than is in use.</summary>
    internal void SetLimit(int limit, int used)
    {
        if (limit is < 0 or > LargestLimit) throw NoLimit();
        if (limit < used) throw new LimitBelowUse(limit, used);
        Limit = limit;
    }

    internal static InvalidInput NoLimit() => new("limit", "A limit is 0 to 10000 licences.");

    internal void Suspend(DateTimeOffset now) => SuspendedAt ??= now;

    internal void Restore() => SuspendedAt = null;

    /// <summary>What the account costs: its limit, in licences of CloudLinux OS.</summary>
    internal Chargeable Licences(int quantity) => Licences(ResellerId, Login, quantity);

    internal static Chargeable Licences(long resellerId, string login, int quantity) => new(resellerId, $"account/{login}", LicenseType.CloudLinuxOs, "CloudLinux OS", quantity);
}

/// <summary>More servers are registered on the account than the new limit allows. Remove servers or keys first.</summary>
/// <param name="limit">The limit that was asked for.</param>
/// <param name="used">How many servers are registered.</param>
internal sealed class LimitBelowUse(int limit, int used)
    : DomainError("LIMIT_BELOW_USE", $"{used} servers are registered on this account, so its limit can't be {limit}. Remove servers or keys first.")
{
    /// <summary>The limit that was asked for.</summary>
    public int Limit => limit;

    /// <summary>How many servers are registered on the account.</summary>
    public int Used => used;
}

internal sealed class ServerAccountMapping : IEntityTypeConfiguration<ServerAccount>
{
    public void Configure(EntityTypeBuilder<ServerAccount> account)
    {
        account.ToTable("spacewalk_server_accounts");
        account.HasOne<Reseller>().WithMany().HasForeignKey(row => row.ResellerId).OnDelete(DeleteBehavior.NoAction);
        account.HasIndex(row => row.Login).IsUnique();
        account.Property(row => row.SuspendedAt).IsConcurrencyToken();
        account.Property(row => row.Login).HasMaxLength(AccountLogin.LongestWithPrefix);
        account.Property(row => row.FirstName).HasMaxLength(Entry.LongestLine);
        account.Property(row => row.LastName).HasMaxLength(Entry.LongestLine);
        account.Property(row => row.Company).HasMaxLength(Entry.LongestLine);
        account.Property(row => row.Email).HasMaxLength(EmailAddress.MaxLength);
    }
}
