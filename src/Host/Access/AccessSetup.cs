using Cln.Contracts;
using Cln.Host.Access.Factors;
using Cln.Host.Access.Passkeys;
using Cln.Host.Graph.Transport;
using Microsoft.AspNetCore.Identity;

namespace Cln.Host.Access;

internal static class AccessSetup
{
    /// <summary>People, how they sign in, and API tokens. <c>Access:PasswordIterations</c> is PBKDF2's count, 210,000 unless set (OWASP's figure for SHA-512).</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddHttpContextAccessor();
        services.AddIdentityCore<User>(options =>
        {
            options.Password.RequiredLength = 12;
            options.Password.RequiredUniqueChars = 5;
            options.Password.RequireDigit = options.Password.RequireLowercase = options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
        });
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = configuration.GetValue("Access:PasswordIterations", 210_000));
        services.Configure<IdentityPasskeyOptions>(PasskeySettings.Read(configuration).Apply);
        return services
            .AddKeyRing(configuration)
            .AddScoped<IUserStore<User>, PasskeyStore>()
            .AddScoped<IPasskeyHandler<User>, PasskeyHandler<User>>()
            .AddScoped<PasskeyTickets>()
            .AddScoped<PasskeyDesk>()
            .AddScoped<Passwords>()
            .AddScoped<SecondFactors>()
            .AddScoped<SignInTries>()
            .AddScoped<Sessions>()
            .AddScoped<Credentials>()
            .AddScoped<FollowedLink>()
            .AddScoped<OwnSignIn>()
            .AddScoped<Whereabouts>()
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
            .AddSingleton<Authentication>();
    }

    /// <summary>The address under which people reach this host, without a slash at its end: for links in mails.</summary>
    public static string SiteUrl(this IConfiguration configuration) =>
        (configuration["Site:Url"] ?? configuration["Urls"]?.Split(';')[0] ?? "http://localhost:5080").TrimEnd('/');
}
