using Cln.Host.Data;

namespace Cln.Tests.Data;

public sealed class DatabaseFileTests
{
    [Fact]
    public void A_second_host_on_one_file_refuses_to_start_until_the_first_has_ended()
    {
        var folder = TestFolder.Create();
        var settings = new DatabaseSettings(DatabaseKind.Sqlite, $"Data Source={folder}/new/cln.db", folder);
        using var second = new DatabaseFile(settings);

        using (var first = new DatabaseFile(settings))
        {
            first.Claim();
            var refusal = Assert.Throws<DatabaseRefused>(second.Claim);
            Assert.StartsWith($"Another host uses {folder}/new/cln.db.", refusal.Message, StringComparison.Ordinal);
        }

        second.Claim();
    }
}
