using Cln.Contracts;
using Cln.Data;
using Cln.Host.Graph.Transport;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace Cln.Host.Access;

internal static class AccessSetup
{
    /// <summary>People, sessions and API tokens. <c>Access:PasswordIterations</c> is PBKDF2's count, 210,000 unless set (OWASP's figure for SHA-512).</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddHttpContextAccessor();
        services.AddIdentityCore<User>(options =>
        {
            options.Password.RequiredLength = 12;
            options.Password.RequiredUniqueChars = 5;
            options.Password.RequireDigit = options.Password.RequireLowercase = options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
            options.Lockout.MaxFailedAccessAttempts = 10;
            options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
        });
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = configuration.GetValue("Access:PasswordIterations", 210_000));
        return services
            .AddScoped<IUserStore<User>>(provider => new UserOnlyStore<User, ClnDbContext, long>(provider.GetRequiredService<ClnDbContext>()) { AutoSaveChanges = false })
            .AddScoped<Caller>()
            .AddScoped<SessionCookie>()
            .AddScoped<Accounts>()
            .AddScoped<IAccounts>(provider => provider.GetRequiredService<Accounts>())
            .AddScoped<Me>()
            .AddScoped<PasswordLinks>()
            .AddScoped<ISocketSignIn, SocketSignIn>()
            .AddScoped<Products>()
            .AddScoped<ITokenLimits, TokenLimits>()
            .AddSingleton<TokenUses>()
            .AddHostedService(provider => provider.GetRequiredService<TokenUses>())
            .AddSingleton<Credentials>()
            .AddSingleton<Authentication>();
    }

    /// <summary>The address under which people reach this host, without a slash at its end: for links in mails.</summary>
    public static string SiteUrl(this IConfiguration configuration) =>
        (configuration["Site:Url"] ?? configuration["Urls"]?.Split(';')[0] ?? "http://localhost:5080").TrimEnd('/');
}
