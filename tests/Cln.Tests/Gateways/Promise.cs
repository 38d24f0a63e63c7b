using Xunit.Abstractions;
using Xunit.Sdk;

namespace Cln.Tests.Gateways;

/// <summary>A test of a suite that is run once for each gateway. Where a gateway needs something of the environment that isn't there, it is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Cln.Tests.Gateways.PromiseDiscoverer", "Cln.Tests")]
public sealed class PromiseAttribute : FactAttribute;

/// <summary>The class's tests need this variable.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsVariableAttribute(string name) : Attribute
{
    public string Name => name;
}

public sealed class PromiseDiscoverer(IMessageSink diagnostics) : IXunitTestCaseDiscoverer
{
    public IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute)
    {
        var display = discoveryOptions.MethodDisplayOrDefault();
        var options = discoveryOptions.MethodDisplayOptionsOrDefault();
        var missing = testMethod.TestClass.Class.GetCustomAttributes(typeof(NeedsVariableAttribute)).Select(needs => (string)needs.GetConstructorArguments().First())
            .FirstOrDefault(name => string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)));
        yield return missing is null
            ? new XunitTestCase(diagnostics, display, options, testMethod)
            : new XunitSkippedDataRowTestCase(diagnostics, display, options, testMethod, $"The environment has no {missing}.");
    }
}
