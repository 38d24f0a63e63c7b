using System.Text.RegularExpressions;
using Cln.Contracts;
using Cln.Data;
using Cln.Host.Graph;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Access;

/// <summary>Makes users and shows them as viewers.</summary>
internal sealed partial class Accounts(ClnDbContext db, UserManager<User> users, TimeProvider time) : IAccounts
{
    public async Task AddOwnerAsync(Reseller reseller, string login, string email, string password, CancellationToken cancellation)
    {
        var user = await NewAsync(reseller.Id, login, email, Role.Admin, cancellation);
        await SetPasswordAsync(user, password);
        user.AcceptedAt = user.CreatedAt;
        db.Users.Add(user);
        reseller.Login = user.Login;
    }

    public async Task<Viewer> OwnerAsync(Reseller reseller, CancellationToken cancellation) =>
        View(await db.Users.OfEveryReseller().Where(user => user.ResellerId == reseller.Id).OrderBy(user => user.Id).FirstAsync(cancellation), reseller, twoFactor: false);

    /// <summary>How the API shows a person who has signed in by one or by two factors.</summary>
    public static Viewer View(User user, Reseller? reseller, bool twoFactor) =>
        new(user.Login, user.Email!, Names.EnumValue(user.Role.ToString()), reseller is { RequiresTwoFactor: true } && !twoFactor ? [] : RoleScopes.Of(user.Role), reseller);

    /// <summary>A user without a password yet.</summary>
    public async Task<User> NewAsync(long resellerId, string login, string email, Role role, CancellationToken cancellation)
    {
        if (!LoginForm().IsMatch(login)) throw new InvalidInput("login", "3 to 64 letters, digits, '.', '_' or '-', beginning with a letter or digit.");
        if (!EmailAddress.IsWellFormed(email)) throw new InvalidInput("email", "an address such as name@example.com.");
        var normalized = users.NormalizeName(login);
        if (await db.Users.OfEveryReseller().AnyAsync(user => user.NormalizedUserName == normalized, cancellation)) throw new LoginTaken(login);
        return new User
        {
            ResellerId = resellerId,
            UserName = login,
            NormalizedUserName = normalized,
            Email = email,
            NormalizedEmail = users.NormalizeEmail(email),
            Role = role,
            CreatedAt = time.GetUtcNow(),
            SecurityStamp = Guid.NewGuid().ToString("N"),
        };
    }

    /// <exception cref="WeakPassword">It doesn't meet the rules.</exception>
    public async Task SetPasswordAsync(User user, string password)
    {
        foreach (var rule in users.PasswordValidators)
        {
            var checkedBy = await rule.ValidateAsync(users, user, password);
            if (!checkedBy.Succeeded) throw new WeakPassword(string.Join(' ', checkedBy.Errors.Select(error => error.Description)));
        }

        if (password.Length > 200) throw new WeakPassword("Passwords have at most 200 characters.");
        if (password.Contains(user.Login, StringComparison.OrdinalIgnoreCase)) throw new WeakPassword("The password must not contain the login.");
        user.PasswordHash = users.PasswordHasher.HashPassword(user, password);
        user.SecurityStamp = Guid.NewGuid().ToString("N");
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._\-]{2,63}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LoginForm();
}
