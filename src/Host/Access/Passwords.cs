using Microsoft.AspNetCore.Identity;

namespace Cln.Host.Access;

/// <summary>Whether a password is somebody's. It is hashed once whoever that is, and when it is nobody, so that time doesn't tell.</summary>
internal sealed class Passwords(IPasswordHasher<User> hasher)
{
    private static readonly User nobody = new() { ResellerId = 0, Role = Role.ServersReadOnly, CreatedAt = default };
    private static string? decoy;

    public bool Fits(User? user, string password)
    {
        decoy ??= hasher.HashPassword(nobody, "a password that nobody has");
        var found = hasher.VerifyHashedPassword(user ?? nobody, user?.PasswordHash ?? decoy, password);
        if (user?.PasswordHash is null || found == PasswordVerificationResult.Failed) return false;
        if (found == PasswordVerificationResult.SuccessRehashNeeded) user.PasswordHash = hasher.HashPassword(user, password);
        return true;
    }
}
