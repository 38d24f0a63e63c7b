using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Billing;

/// <summary>A thing's place in the order in which a reseller's things are suspended.</summary>
internal sealed class SuspensionPlace : IOwned
{
    public required long ResellerId { get; init; }

    /// <summary>What the thing is charged as: it keeps its place when it is removed and added again.</summary>
    public required string ItemKey { get; init; }

    public required int Position { get; init; }
}

internal sealed class SuspensionPlaceMapping : IEntityTypeConfiguration<SuspensionPlace>
{
    public void Configure(EntityTypeBuilder<SuspensionPlace> place)
    {
        place.ToTable("billing_suspension_places");
        place.HasKey(p => new { p.ResellerId, p.ItemKey });
        place.Property(p => p.ItemKey).HasMaxLength(120);
        place.HasOne<Reseller>().WithMany().HasForeignKey(p => p.ResellerId).OnDelete(DeleteBehavior.NoAction);
    }
}

/// <summary>What is to be suspended first.</summary>
/// <param name="Keys">Keys of what you have, as <c>suspensionPreview</c> tells them, in the order in which to suspend; at most 1,000. What isn't named follows, the newest first.</param>
internal sealed record SetSuspensionOrderInput(IReadOnlyList<string> Keys);

/// <summary>An order of suspension.</summary>
/// <param name="Keys">What is suspended first, in its order. What isn't named follows, the newest first.</param>
[Payload]
internal sealed record NewSuspensionOrder(IReadOnlyList<string> Keys);

[Extends<Mutation>]
internal static class SetSuspensionOrder
{
    public const int Most = 1000;

    /// <summary>
    /// Chooses in which order your licences and server accounts are suspended when money is missing. Only as many are as the debt needs, and
    /// they come back in reverse. An empty list is the default again: the newest first.
    /// </summary>
    [Scope(Scopes.BillingWrite)]
    [Throws<InvalidInput>]
    public static async Task<NewSuspensionOrder> SetSuspensionOrderAsync(
        SetSuspensionOrderInput input, Caller caller, ClnDbContext db, BooksLock books, SuspensionItems items, CancellationToken cancellation)
    {
        var resellerId = caller.RequireReseller();
        if (input.Keys.Count > Most) throw new InvalidInput("keys", $"there are {input.Keys.Count}, and the order takes at most {Most}.");
        if (input.Keys.Distinct(StringComparer.Ordinal).Count() != input.Keys.Count) throw new InvalidInput("keys", "one of them is named twice.");

        await books.TakeAsync(resellerId, cancellation);
        var known = (await items.OfAsync(resellerId, cancellation)).InOrder.Select(item => item.Key).ToHashSet(StringComparer.Ordinal);
        if (input.Keys.Index().FirstOrDefault(key => !known.Contains(key.Item)) is (var place, { } unknown))
            throw new InvalidInput("keys", $"keys[{place}], \"{unknown}\", is nothing that you have and that costs something. Take the keys from suspensionPreview.");

        await db.SuspensionPlaces.Where(old => old.ResellerId == resellerId).ExecuteDeleteAsync(cancellation);
        db.SuspensionPlaces.AddRange(input.Keys.Select((key, position) => new SuspensionPlace { ResellerId = resellerId, ItemKey = key, Position = position }));
        return new(input.Keys);
    }
}
