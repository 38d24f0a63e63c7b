using Cln.Host.Data;
using Cln.Tests.Data;

namespace Cln.Tests.IpLicenses;

public sealed class BackupTests(TwoResellers two) : IClassFixture<TwoResellers>
{
    [Fact]
    public async Task A_backup_is_charged_by_steps_of_ten_gigabytes_and_leads_to_its_console()
    {
        var id = await two.Mine.LicensedAsync("198.51.100.40", "IMUNIFY360_SINGLE");
        var before = Money.Parse(await two.Mine.BalanceAsync());

        var answer = (await two.Mine.ActivateBackupAsync(id, 30, "EU2")).Worked("activateBackup");

        // Three steps of 1.10, 21 of 30 days.
        Assert.Equal("2.31", (before - Money.Parse(await two.Mine.BalanceAsync())).ToString());
        Assert.Equal((30, "EU2"), (answer.Number("activateBackup.backup.sizeGb"), answer.Text("activateBackup.backup.dataCenter")));
        Assert.Equal("https://backup.example.com/EU2/servers/198.51.100.40", answer.Text("activateBackup.backup.managementUrl"));
    }

    [Theory]
    [InlineData(15)]
    [InlineData(0)]
    [InlineData(-10)]
    [InlineData(100_010)]
    public async Task A_size_between_the_steps_is_refused(int sizeGb)
    {
        var id = await two.Mine.LicensedAsync("198.51.100.41", "IMUNIFY360_SINGLE");
        var balance = await two.Mine.BalanceAsync();

        var answer = await two.Mine.ActivateBackupAsync(id, sizeGb);

        Assert.Equal("INVALID_BACKUP_SIZE", answer.Code("activateBackup"));
        Assert.Contains($"{sizeGb} GB", answer.Text("activateBackup.errors.0.message"), StringComparison.Ordinal);
        Assert.Equal(balance, await two.Mine.BalanceAsync());
    }

    [Fact]
    public async Task A_backup_can_be_resized_and_ended()
    {
        var id = await two.Mine.LicensedAsync("198.51.100.42", "IMUNIFY360_30");
        var before = Money.Parse(await two.Mine.BalanceAsync());
        var backup = (await two.Mine.ActivateBackupAsync(id, 10)).Worked("activateBackup").Text("activateBackup.backup.id");

        (await ResizeAsync(two.Mine, backup, 100)).Worked("resizeBackup");
        Assert.Equal("7.70", (before - Money.Parse(await two.Mine.BalanceAsync())).ToString());
        Assert.Equal("INVALID_BACKUP_SIZE", (await ResizeAsync(two.Mine, backup, 15)).Code("resizeBackup"));
        Assert.Equal(100, (await BackupOfAsync(two.Mine, id)).GetProperty("sizeGb").GetInt32());

        // One day of ten steps of 1.10 is 0.37.
        (await DeactivateAsync(two.Mine, backup)).Worked("deactivateBackup");
        Assert.Equal("0.37", (before - Money.Parse(await two.Mine.BalanceAsync())).ToString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await BackupOfAsync(two.Mine, id)).ValueKind);
        Assert.Equal("NOT_FOUND", (await DeactivateAsync(two.Mine, backup)).Code("deactivateBackup"));
    }

    [Fact]
    public async Task A_backup_ends_with_its_licence()
    {
        var before = Money.Parse(await two.Mine.BalanceAsync());
        var id = await two.Mine.LicensedAsync("198.51.100.43", "IMUNIFY360_SINGLE");
        var backup = (await two.Mine.ActivateBackupAsync(id, 10)).Worked("activateBackup").Text("activateBackup.backup.id");

        (await two.Mine.RemoveLicensesAsync(id)).Worked("removeIpLicenses");

        Assert.True((await two.Mine.SendAsync("query($id: ID!) { node(id: $id) { id } }", new { id = backup })).IsNull("node"));

        // A day of 6.00 and a day of 1.10.
        Assert.Equal("0.24", (before - Money.Parse(await two.Mine.BalanceAsync())).ToString());
    }

    [Theory]
    [InlineData("KERNELCARE", 10, "EU1", "BACKUP_NEEDS_IMUNIFY360")]
    [InlineData("IMUNIFY_AV_PLUS", 10, "EU1", "BACKUP_NEEDS_IMUNIFY360")]
    [InlineData("IMUNIFY360_SINGLE", 10, "MOON", "UNKNOWN_DATA_CENTER")]
    public async Task Each_mistake_has_a_code(string type, int sizeGb, string dataCenter, string code)
    {
        var id = await two.Mine.LicensedAsync("198.51.100.44", type);

        Assert.Equal(code, (await two.Mine.ActivateBackupAsync(id, sizeGb, dataCenter)).Code("activateBackup"));
    }

    [Fact]
    public async Task Another_accounts_licences_and_backups_are_not_found()
    {
        var license = await two.Theirs.LicensedAsync("198.51.100.45", "IMUNIFY360_SINGLE");
        Assert.Equal("NOT_FOUND", (await two.Mine.ActivateBackupAsync(license, 10)).Code("activateBackup"));

        var backup = (await two.Theirs.ActivateBackupAsync(license, 10)).Worked("activateBackup").Text("activateBackup.backup.id");
        Assert.Equal("NOT_FOUND", (await ResizeAsync(two.Mine, backup, 20)).Code("resizeBackup"));
        Assert.Equal("NOT_FOUND", (await DeactivateAsync(two.Mine, backup)).Code("deactivateBackup"));
        Assert.Equal(10, (await BackupOfAsync(two.Theirs, license)).GetProperty("sizeGb").GetInt32());
    }

    [EveryDatabase]
    public async Task Of_many_activations_at_once_one_is_done(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var reseller = await world.ResellerAsync();
        var id = await reseller.LicensedAsync("198.51.100.46", "IMUNIFY360_SINGLE");
        var before = Money.Parse(await reseller.BalanceAsync());

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => reseller.ActivateBackupAsync(id, 10)));

        Assert.Single(answers, answer => answer.Code("activateBackup") is null);
        Assert.Equal(7, answers.Count(answer => answer.Code("activateBackup") == "BACKUP_EXISTS"));
        Assert.Equal("1.05", (before - Money.Parse(await reseller.BalanceAsync())).ToString());
    }

    private static Task<Answer> ResizeAsync(Api reseller, string id, int sizeGb) =>
        reseller.SendAsync($$"""mutation($id: ID!, $sizeGb: Int!) { resizeBackup(input: { id: $id, sizeGb: $sizeGb }) { backup { sizeGb } {{LicenseCalls.Error}} } }""", new { id, sizeGb });

    private static Task<Answer> DeactivateAsync(Api reseller, string id) =>
        reseller.SendAsync($$"""mutation($id: ID!) { deactivateBackup(input: { id: $id }) { backup { sizeGb } {{LicenseCalls.Error}} } }""", new { id });

    private static async Task<System.Text.Json.JsonElement> BackupOfAsync(Api reseller, string id) =>
        (await reseller.SendAsync("query($id: ID!) { node(id: $id) { ... on IpLicense { backup { sizeGb } } } }", new { id })).Worked().At("node.backup");
}
