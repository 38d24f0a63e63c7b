using System.Diagnostics;

namespace Cln;

/// <summary>
/// A place where a test can let the process die, to see what is left. Debug builds have them; a release build doesn't even contain the calls.
/// </summary>
/// <remarks>
/// <c>CRASH_AT=C6</c> kills the process, as <c>kill -9</c> does, when it comes to C6; <c>C6:3</c> when it comes there the third time.
/// With <c>CRASH_IF=path</c> nothing counts until there is a file of that name.
/// </remarks>
public static class CrashPoint
{
    private static readonly (string? Name, int Times) wanted = Read(Environment.GetEnvironmentVariable("CRASH_AT"));
    private static readonly string? armedBy = Environment.GetEnvironmentVariable("CRASH_IF");
    private static int hits;

    [Conditional("DEBUG")]
    public static void Hit(string name)
    {
        if (name != wanted.Name || (armedBy is not null && !File.Exists(armedBy)) || Interlocked.Increment(ref hits) != wanted.Times) return;
        Process.GetCurrentProcess().Kill();
        Environment.FailFast("The process outlived its own end.");
    }

    private static (string? Name, int Times) Read(string? text) =>
        text?.Split(':') is [var name, var times] ? (name, int.Parse(times, System.Globalization.CultureInfo.InvariantCulture)) : (text, 1);
}
