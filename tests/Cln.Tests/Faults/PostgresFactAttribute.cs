using Cln.Host.Data;
using Cln.Tests.Data;

namespace Cln.Tests.Faults;

/// <summary>A test of something that only PostgreSQL has; skipped with the reason where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = TestServer.WhyMissing(DatabaseKind.Postgres);
}
