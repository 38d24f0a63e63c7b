using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Registration;

internal static class Tables
{
    extension(ClnDbContext db)
    {
        internal DbSet<Registration> Registrations => db.Set<Registration>();

        internal DbSet<RegistrationToken> RegistrationTokens => db.Set<RegistrationToken>();

        internal DbSet<PaymentTryCount> PaymentTries => db.Set<PaymentTryCount>();

        internal DbSet<Agreement> Agreements => db.Set<Agreement>();
    }
}
