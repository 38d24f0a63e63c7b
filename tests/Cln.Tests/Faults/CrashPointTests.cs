using Cln.Host.Data;
using Cln.Tests.Data;

namespace Cln.Tests.Faults;

/// <summary>Deaths in what isn't a payment's own way: licences, mails, documents, months.</summary>
public sealed class CrashPointTests
{
    [EveryDatabase]
    public Task A_host_that_dies_anywhere_leaves_everything_once(DatabaseKind kind) => CrashRun.GoAsync(
        kind,
        ("C0", () => new LicenceOnce()),
        ("C9", () => new LicenceOnce()),
        ("C22", () => new LicenceOnce()),
        ("C10", () => new TopUpOnce("stripe")),
        ("C11", () => new MailOnce()),
        ("C20", () => new TopUpOnce("stripe")),
        ("C17", () => new MonthByJob("C17")),
        ("C18", () => new MonthByLicence()),
        ("C19", () => new MonthByLicence()));
}
