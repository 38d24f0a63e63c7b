using Cln.Data;

namespace Cln.Host.Access;

/// <summary>The vendor's own staff. They are not made through the API: the first one by the host's command line or its demo data.</summary>
internal static class Operators
{
    /// <param name="platform">A scope of the platform.</param>
    /// <param name="login">What the operator signs in with.</param>
    /// <param name="email">Where mail goes.</param>
    /// <param name="password">The password.</param>
    /// <param name="cancellation">Gives up.</param>
    public static Task AddAsync(IServiceProvider platform, string login, string email, string password, CancellationToken cancellation)
    {
        var accounts = platform.GetRequiredService<Accounts>();
        return platform.GetRequiredService<IUnitOfWork>().CommitAsync(
            async () =>
            {
                var user = await accounts.NewAsync(resellerId: 0, login, email, Role.Operator, cancellation);
                await accounts.SetPasswordAsync(user, password);
                platform.GetRequiredService<ClnDbContext>().Users.Add(user);
            },
            cancellation);
    }
}
