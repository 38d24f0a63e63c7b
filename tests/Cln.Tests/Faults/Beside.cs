using Cln.Host;
using Cln.Tests.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cln.Tests.Faults;

/// <summary>A host that is put together and not started: it looks at a database on which others run.</summary>
internal static class Beside
{
    public static WebApplication Of(TestDatabase database, TimeProvider clock) => ClnHost.Build(
        ["--environment", "Development"],
        builder =>
        {
            builder.Configuration.AddInMemoryCollection(database.Settings);
            builder.Logging.ClearProviders();
        },
        services => services.AddSingleton(clock));
}
