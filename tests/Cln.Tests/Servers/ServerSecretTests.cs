using Cln.Servers;

namespace Cln.Tests.Servers;

public sealed class ServerSecretTests
{
    [Fact]
    public void A_secret_matches_its_own_hash_alone()
    {
        var (mine, yours) = (ServerSecret.New(), ServerSecret.New());
        Assert.True(ServerSecret.Matches(mine, ServerSecret.Hash(mine)));
        Assert.False(ServerSecret.Matches(mine, ServerSecret.Hash(yours)));
        Assert.False(ServerSecret.Matches(mine, hash: null));
        Assert.False(ServerSecret.Matches("", ServerSecret.Hash(mine)));
    }

    [Fact]
    public void A_secret_says_what_it_is_and_has_256_random_bits()
    {
        var secret = ServerSecret.New();
        Assert.Matches(@"^cln_server_[A-Za-z0-9_-]{43}\z", secret);
        Assert.Equal(32, System.Buffers.Text.Base64Url.DecodeFromChars(secret["cln_server_".Length..]).Length);
        Assert.DoesNotContain(secret["cln_server_".Length..], ServerSecret.Hash(secret), StringComparison.Ordinal);
    }
}
