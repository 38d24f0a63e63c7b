using Cln.Billing;
using Cln.Data;
using Cln.Host.Data;
using Cln.Tests.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Billing;

public sealed class SealTests
{
    [EveryDatabase]
    public async Task A_day_is_sealed_once_signed_and_written_outside_the_database(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var api = await world.ResellerAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.RunJobAsync<SealBooks>()));
        await world.RunAsync(await api.NumberAsync(), quantity: 1);
        await world.RunJobAsync<SealBooks>();
        Assert.Equal(["1", "1"], await RowsAsync(world));
        Assert.Equal(["2026-11-10.seal"], FilesOf(world).Select(Path.GetFileName));

        world.Clock.Advance(TimeSpan.FromDays(1));
        await world.RunJobAsync<SealBooks>();
        world.Clock.Advance(TimeSpan.FromDays(1));
        await world.RunJobAsync<SealBooks>();

        // On the third day nothing had grown: it is signed, and has no seal of its own.
        Assert.Equal(["2", "3"], await RowsAsync(world));
        Assert.Empty(await world.ViolationsAsync());
        var settings = world.Services.GetRequiredService<SealSettings>();
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(settings.KeyFile));
    }

    [Fact]
    public async Task A_file_that_was_lost_before_it_was_written_is_written_in_the_next_hour()
    {
        await using var world = await World.StartAsync();
        await world.ResellerAsync();
        await world.RunJobAsync<SealBooks>();
        var file = Assert.Single(FilesOf(world));
        var said = await File.ReadAllTextAsync(file);
        File.Delete(file);

        await world.RunJobAsync<SealBooks>();

        Assert.Equal(said, await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task Whatever_is_changed_in_a_posting_is_found_and_named()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        await world.RunAsync(await api.NumberAsync(), quantity: 1);
        await using var scope = world.PlatformScope();
        var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
        string[] forgeries =
        [
            .. new[] { "source_id", "source_type", "description", "currency", "prev_hash", "hash" }.Select(column => $"UPDATE billing_ledger_transactions SET {column} = {column} || 'x' WHERE id = 2"),
            .. new[] { "reseller_id", "chain_seq", "posted_at", "credit_limit" }.Select(column => $"UPDATE billing_ledger_transactions SET {column} = {column} + 1 WHERE id = 2"),
            .. new[] { "debit", "balance_after", "seq", "account_id" }.Select(column => $"UPDATE billing_ledger_entries SET {column} = {column} + 1 WHERE transaction_id = 2 AND debit > 0"),
            "DELETE FROM billing_ledger_entries WHERE transaction_id = 2 AND debit > 0",
        ];
        foreach (var forgery in forgeries)
        {
            var found = await Planted.InAsync(db, forgery, async () => await new LedgerHashes(db).FindAsync(CancellationToken.None).ToListAsync());
            Assert.Equal((forgery, true), (forgery, found is [var one] && one.StartsWith("transaction 2 (", StringComparison.Ordinal)));
        }

        Assert.Empty(await new LedgerHashes(db).FindAsync(CancellationToken.None).ToListAsync());
    }

    [Fact]
    public async Task One_flipped_byte_in_a_copy_of_the_file_is_found_and_its_entry_named()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        await world.RunAsync(await api.NumberAsync(), quantity: 1);
        await world.RunJobAsync<SealBooks>();
        var copy = await Backup.OfAsync(world);
        Assert.Empty(await copy.FindingsAsync());

        copy.Flip("Deposit, Visa •••• 4242", at: 3);

        var finding = Assert.Single(await copy.FindingsAsync(), finding => finding.Name == "L1");
        Assert.Contains("transaction 1 (PAYMENT/sandbox:", Assert.Single(finding.Broken), StringComparison.Ordinal);
        Assert.Contains("with the entries 1, 2", finding.Broken[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_that_is_older_than_the_last_seal_is_reported()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        await world.RunJobAsync<SealBooks>();
        var backup = await Backup.OfAsync(world);
        world.Clock.Advance(TimeSpan.FromDays(1));
        await world.RunAsync(await api.NumberAsync(), quantity: 1);
        await world.RunJobAsync<SealBooks>();

        backup.TakeSealsOf(world);

        var finding = Assert.Single(await backup.FindingsAsync());
        Assert.Equal(("L2", "the file 2026-11-11.seal is of a day whose seal the database doesn't have: it was restored from an older backup, or rows were taken out"), (finding.Name, Assert.Single(finding.Broken)));
    }

    [Fact]
    public async Task Seals_that_were_forged_along_with_the_books_are_found()
    {
        await using var world = await World.StartAsync();
        await world.ResellerAsync();
        await world.RunJobAsync<SealBooks>();
        await using var scope = world.PlatformScope();
        var (db, own, files) = (scope.ServiceProvider.GetRequiredService<ClnDbContext>(), world.Services.GetRequiredService<SealKey>(), world.Services.GetRequiredService<SealFiles>());
        var day = await db.SealedDays.AsNoTracking().SingleAsync();
        var stranger = new SealKey(new(TestFolder.Create(), Path.Combine(TestFolder.Create(), "key"), new HashSet<string>()));
        var (key, signature) = stranger.Sign(day.Digest);

        Assert.Equal(["the seal of 2026-11-10 isn't over the seals that the resellers' chains have now"], await FindAsync("UPDATE billing_seals SET turnover = turnover + 2"));
        Assert.Equal(["the seal of 2026-11-10 has a signature that doesn't fit"], await FindAsync("UPDATE billing_sealed_days SET signature = replace(signature, substr(signature, 1, 8), '00000000')"));
        Assert.Equal([$"the seal of 2026-11-10 is signed by {key}, which this host doesn't know (Billing:Seals:TrustedKeys may name it)"], await FindAsync($"UPDATE billing_sealed_days SET public_key = '{key}', signature = '{signature}'"));
        Assert.Equal(["the seal of 2026-11-10 doesn't follow from the one before it"], (await FindAsync("UPDATE billing_sealed_days SET previous = digest"))[..1]);
        Assert.Equal(["the file 2026-11-10.seal is of a day whose seal the database doesn't have: it was restored from an older backup, or rows were taken out"], await FindAsync("DELETE FROM billing_sealed_days"));

        var file = Assert.Single(FilesOf(world));
        var said = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, said.Replace("reseller 1 1 ", "reseller 1 2 ", StringComparison.Ordinal));
        Assert.Equal(["the file 2026-11-10.seal isn't what was written and signed"], await FindAsync("SELECT 1"));
        await File.WriteAllTextAsync(file, said);
        Assert.Empty(await FindAsync("SELECT 1"));

        Task<List<string>> FindAsync(string forgery) => Planted.InAsync(db, forgery, async () => await new SealCheck(db, own, files).FindAsync(CancellationToken.None).ToListAsync());
    }

    private static IEnumerable<string> FilesOf(World world) => Directory.EnumerateFiles(world.Services.GetRequiredService<SealSettings>().Folder, "*.seal").Order(StringComparer.Ordinal);

    private static Task<string[]> RowsAsync(World world) => world.InUnitAsync(async (ClnDbContext db) => new[] { await db.Seals.CountAsync(), await db.SealedDays.CountAsync() }.Select(count => count.ToString()).ToArray());
}
