using Cln.Host.Data;
using Cln.Tests.Transport;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Cln.Tests.Data;

/// <summary>
/// A test with one parameter, the <see cref="DatabaseKind"/>, run once for each: on SQLite always, on the servers where the environment
/// names one. A database that isn't there is a skipped test with the reason, not a missing one.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Cln.Tests.Data.EveryDatabaseDiscoverer", "Cln.Tests")]
public sealed class EveryDatabaseAttribute : FactAttribute
{
    /// <summary>Leaves SQLite out, for what only several hosts can do.</summary>
    public bool ServersOnly { get; set; }

    /// <summary>Skips the test, aloud, on a machine without Node.js.</summary>
    public bool NeedsNode { get; set; }
}

public sealed class EveryDatabaseDiscoverer(IMessageSink diagnostics) : IXunitTestCaseDiscoverer
{
    public IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute)
    {
        var display = discoveryOptions.MethodDisplayOrDefault();
        var options = discoveryOptions.MethodDisplayOptionsOrDefault();
        var serversOnly = factAttribute.GetNamedArgument<bool>(nameof(EveryDatabaseAttribute.ServersOnly));
        var missing = factAttribute.GetNamedArgument<bool>(nameof(EveryDatabaseAttribute.NeedsNode)) ? NodeClients.WhyMissing : null;
        foreach (var kind in Enum.GetValues<DatabaseKind>().Where(kind => kind != DatabaseKind.Sqlite || !serversOnly))
        {
            yield return (missing ?? TestServer.WhyMissing(kind)) is { } reason
                ? new XunitSkippedDataRowTestCase(diagnostics, display, options, testMethod, reason, [kind])
                : new XunitTestCase(diagnostics, display, options, testMethod, [kind]);
        }
    }
}
