using Cln.Contracts;
using Cln.Graph;
using Cln.Host.Access.Factors;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Access;

/// <param name="CurrentPassword">The password of now.</param>
/// <param name="NewPassword">The new one: at least 12 characters.</param>
internal sealed record ChangePasswordInput(string CurrentPassword, string NewPassword);

[Extends<Mutation>]
internal static class ChangePassword
{
    /// <summary>Changes your own password. Your other sessions end at once, and links by which a password could be chosen no longer work. API tokens go on working.</summary>
    [SignedIn, SavesInSteps, OncePerRequest, Throws<SessionNeeded>, Throws<SecondFactorRequired>, Throws<WrongPassword>, Throws<TooManySignIns>, Throws<WeakPassword>]
    public static Task<Viewer> ChangePasswordAsync(ChangePasswordInput input, OwnSignIn signIn, CancellationToken cancellation) => signIn.ChangeAsync<Viewer>(
        input.CurrentPassword,
        async own =>
        {
            await own.Get<Accounts>().SetPasswordAsync(own.User, input.NewPassword);
            await own.Db.PasswordResets.Where(reset => reset.UserId == own.User.Id).ExecuteDeleteAsync(cancellation);
            await own.EndOtherSessionsAsync(cancellation);
            own.Tell("Your password was changed");
            return await own.ViewAsync(cancellation);
        },
        cancellation);
}
