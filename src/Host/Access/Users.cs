using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Access;

[Extends<Reseller>]
internal static class ResellerUsers
{
    /// <summary>The people who can sign in for the account, newest first.</summary>
    [Scope(Scopes.UsersWrite)]
    public static Task<Connection<User>> UsersAsync(Reseller reseller, Listing<User> list, ClnDbContext db, CancellationToken cancellation) =>
        list.PageAsync(db.Users.Where(user => user.ResellerId == reseller.Id), cancellation);
}

/// <summary>The account would have nobody left with the role ADMIN who can sign in.</summary>
internal sealed class LastAdmin() : DomainError("LAST_ADMIN", "The account needs at least one user with the role ADMIN who has accepted the invitation. Give somebody else that role first.");

/// <param name="Login">What the person will sign in with.</param>
/// <param name="Email">Where the invitation goes.</param>
/// <param name="Role">What the person may do; OPERATOR can't be given.</param>
internal sealed record InviteUserInput(string Login, string Email, Role Role);

[Extends<Mutation>]
internal static class InviteUser
{
    /// <summary>Adds a person to the account, and mails a link by which to choose a password. The link works once, within seven days; `removeUser` takes the invitation back.</summary>
    [Scope(Scopes.UsersWrite), Throws<LoginTaken>]
    public static async Task<User> InviteUserAsync(InviteUserInput input, Accounts accounts, PasswordLinks links, ClnDbContext db, Caller caller, CancellationToken cancellation)
    {
        if (input.Role == Role.Operator) throw new InvalidInput("role", "a role of a reseller's staff.");
        var user = await accounts.NewAsync(caller.RequireReseller(), input.Login, input.Email, input.Role, cancellation);
        db.Users.Add(user);
        await db.SaveChangesAsync(cancellation);
        links.Invite(user);
        return user;
    }
}

/// <param name="Id">The user's id.</param>
internal sealed record ResendInvitationInput(Id<User> Id);

/// <summary>The person has accepted the invitation already, and can ask for a new password.</summary>
internal sealed class InvitationAccepted() : DomainError("INVITATION_ACCEPTED", "This person has accepted the invitation already. Who has forgotten the password asks for a new one on the sign-in page.");

/// <summary>An invitation was mailed to this person within the last minute.</summary>
internal sealed class InvitedJustNow() : DomainError("INVITED_JUST_NOW", "An invitation was mailed to this person within the last minute. Wait a little before you send another.");

[Extends<Mutation>]
internal static class ResendInvitation
{
    /// <summary>Mails a new link to a person who hasn't chosen a password yet. It works for seven days, and the earlier ones no longer do. At most once a minute.</summary>
    [Scope(Scopes.UsersWrite), Throws<NotFound>, Throws<InvitationAccepted>, Throws<InvitedJustNow>]
    public static async Task<User> ResendInvitationAsync(ResendInvitationInput input, PasswordLinks links, ClnDbContext db, Caller caller, TimeProvider time, CancellationToken cancellation)
    {
        var user = await RemoveUser.FindAsync(input.Id, db, caller, cancellation);
        if (user.AcceptedAt is not null) throw new InvitationAccepted();
        if (user.InvitedAt > time.GetUtcNow().AddMinutes(-1)) throw new InvitedJustNow();
        await db.PasswordResets.Where(link => link.UserId == user.Id).ExecuteDeleteAsync(cancellation);
        links.Invite(user);
        return user;
    }
}

/// <param name="Id">The user's id.</param>
/// <param name="Role">What the person may do from now on; OPERATOR can't be given.</param>
internal sealed record SetUserRoleInput(Id<User> Id, Role Role);

[Extends<Mutation>]
internal static class SetUserRole
{
    /// <summary>Changes what a person may do, from the next request on.</summary>
    [Scope(Scopes.UsersWrite), Throws<NotFound>, Throws<LastAdmin>]
    public static async Task<User> SetUserRoleAsync(SetUserRoleInput input, ClnDbContext db, Caller caller, CancellationToken cancellation)
    {
        if (input.Role == Role.Operator) throw new InvalidInput("role", "a role of a reseller's staff.");
        var user = await RemoveUser.FindAsync(input.Id, db, caller, cancellation);
        if (input.Role != Role.Admin) await RemoveUser.KeepAnAdminAsync(user, db, cancellation);
        user.Role = input.Role;
        return user;
    }
}

/// <param name="Id">The user's id.</param>
internal sealed record RemoveUserInput(Id<User> Id);

[Extends<Mutation>]
internal static class RemoveUser
{
    /// <summary>Takes a person's access away: sessions, API tokens and an invitation that is open end at once.</summary>
    [Scope(Scopes.UsersWrite), Throws<NotFound>, Throws<LastAdmin>]
    public static async Task<User> RemoveUserAsync(RemoveUserInput input, ClnDbContext db, Caller caller, CancellationToken cancellation)
    {
        var user = await FindAsync(input.Id, db, caller, cancellation);
        await KeepAnAdminAsync(user, db, cancellation);
        db.Users.Remove(user);
        return user;
    }

    internal static async Task<User> FindAsync(Id<User> id, ClnDbContext db, Caller caller, CancellationToken cancellation)
    {
        var reseller = caller.RequireReseller();
        return await db.Users.FirstOrDefaultAsync(row => row.Id == id.Value && row.ResellerId == reseller, cancellation) ?? throw new NotFound("user");
    }

    internal static async Task KeepAnAdminAsync(User user, ClnDbContext db, CancellationToken cancellation)
    {
        // Admins are changed one at a time: the reseller's row is the lock.
        await db.Resellers.Where(reseller => reseller.Id == user.ResellerId).ExecuteUpdateAsync(set => set.SetProperty(reseller => reseller.Login, reseller => reseller.Login), cancellation);
        if (user.Role == Role.Admin && !await db.Users.AnyAsync(other => other.ResellerId == user.ResellerId && other.Id != user.Id && other.Role == Role.Admin && other.AcceptedAt != null, cancellation)) throw new LastAdmin();
    }
}
