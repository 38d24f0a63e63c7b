using System.Runtime.CompilerServices;
using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>Holds the sealed days against their signatures, against each other and against the files outside the database.</summary>
internal sealed class SealCheck(ClnDbContext db, SealKey key, SealFiles files) : ICheck
{
    public string Name => "L2";

    public string Meaning => "Every sealed day is signed by a known key, follows from the one before it, and is what its file outside the database says.";

    public async IAsyncEnumerable<string> FindAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        // The files first: a day is in the database before it has a file.
        var written = files.All();
        var days = await db.SealedDays.AsNoTracking().OrderBy(day => day.Day).ToListAsync(cancellation);
        await foreach (var broken in DaysAsync(days, cancellation)) yield return broken;
        foreach (var broken in written.Select(file => Wrong(file, days.Find(day => day.Day == file.Day))).OfType<string>()) yield return broken;
    }

    private async IAsyncEnumerable<string> DaysAsync(List<SealedDay> days, [EnumeratorCancellation] CancellationToken cancellation)
    {
        SortedDictionary<long, Seal> latest = [];
        var previous = LedgerTransaction.Genesis;
        await using var seals = db.Seals.OfEveryReseller().AsNoTracking().OrderBy(seal => seal.Day).ThenBy(seal => seal.ResellerId).AsAsyncEnumerable().GetAsyncEnumerator(cancellation);
        var more = await seals.MoveNextAsync();
        foreach (var day in days)
        {
            for (; more && seals.Current.Day <= day.Day; more = await seals.MoveNextAsync()) latest[seals.Current.ResellerId] = seals.Current;
            if (Wrong(day, previous, latest.Values) is { } broken) yield return broken;
            previous = day.Digest;
        }
    }

    private string? Wrong(SealedDay day, string previous, IEnumerable<Seal> latest)
    {
        var name = $"the seal of {Days.Text(day.Day)}";
        if (day.Previous != previous) return $"{name} doesn't follow from the one before it";
        if (SealText.DigestOf(SealText.Of(day.Day, previous, latest)) != day.Digest) return $"{name} isn't over the seals that the resellers' chains have now";
        if (!SealKey.IsSigned(day.Digest, day.PublicKey, day.Signature)) return $"{name} has a signature that doesn't fit";
        return key.Trusts(day.PublicKey) ? null : $"{name} is signed by {day.PublicKey}, which this host doesn't know (Billing:Seals:TrustedKeys may name it)";
    }

    private string? Wrong(SealFile file, SealedDay? day)
    {
        if (!file.IsSigned || file.Day is null) return $"the file {file.Name} isn't what was written and signed";
        if (!key.Trusts(file.PublicKey)) return $"the file {file.Name} is signed by {file.PublicKey}, which this host doesn't know (Billing:Seals:TrustedKeys may name it)";
        if (day is null) return $"the file {file.Name} is of a day whose seal the database doesn't have: it was restored from an older backup, or rows were taken out";
        return day.Digest == file.Digest ? null : $"the file {file.Name} says something else than the database: the books were restored from a backup, or forged";
    }
}
