using Cln.Host;
using Cln.Host.Data;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;

namespace Cln.Tests.Data;

public sealed class DatabaseSettingsTests
{
    [Fact]
    public void Nothing_set_is_a_file_in_the_data_folder()
    {
        var settings = Read();

        Assert.Equal(DatabaseKind.Sqlite, settings.Kind);
        Assert.Equal(Path.Combine(Root, "data"), settings.Folder);
        Assert.Contains($"Data Source={Path.Combine(Root, "data", "cln.db")}", settings.ConnectionString, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MySql", "Host=x", "The setting Database:Provider is \"MySql\". It takes Sqlite, Postgres or SqlServer.")]
    [InlineData("Postgres", null, "The setting ConnectionStrings:Cln is missing. It takes a connection string of PostgreSQL, such as \"Host=localhost;Database=cln;Username=cln\".")]
    [InlineData("SqlServer", " ", "The setting ConnectionStrings:Cln is missing. It takes a connection string of SQL Server, such as \"Server=localhost;Database=cln;Integrated Security=true\".")]
    [InlineData("Sqlite", "Data Source=:memory:", "The setting ConnectionStrings:Cln is wrong. It takes the file of the database, such as \"Data Source=cln.db\": a database in memory would be another one for each connection.")]
    public void A_wrong_setting_is_named_with_what_it_takes(string provider, string? connectionString, string message) =>
        Assert.Equal(message, Assert.Throws<WrongSetting>(() => Read(("Database:Provider", provider), ("ConnectionStrings:Cln", connectionString))).Message);

    [Fact]
    public void A_connection_string_is_never_repeated_in_a_message()
    {
        var wrong = Assert.Throws<WrongSetting>(() => Read(("Database:Provider", "Postgres"), ("ConnectionStrings:Cln", "Password=secret;Nonsense=1")));

        Assert.Equal("ConnectionStrings:Cln", wrong.Name);
        Assert.DoesNotContain("secret", wrong.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Statements_on_PostgreSQL_have_limits_unless_the_operator_sets_options()
    {
        var limited = Read(("Database:Provider", "Postgres"), ("ConnectionStrings:Cln", "Host=x"));
        var chosen = Read(("Database:Provider", "Postgres"), ("ConnectionStrings:Cln", "Host=x;Options=-c jit=off"));

        Assert.Contains("lock_timeout=2s", limited.ConnectionString, StringComparison.Ordinal);
        Assert.DoesNotContain("lock_timeout", chosen.ConnectionString, StringComparison.Ordinal);
    }

    private static string Root => Path.GetFullPath("/content");

    private static DatabaseSettings Read(params (string Name, string? Value)[] settings) => DatabaseSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Name, s => s.Value)).Build(),
        new HostingEnvironment { ContentRootPath = Root });
}
