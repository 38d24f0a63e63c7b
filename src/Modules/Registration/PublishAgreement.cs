using Cln.Data;
using Cln.Graph;

namespace Cln.Registration;

/// <summary>A new text for the reseller agreement.</summary>
/// <param name="Paragraphs">The paragraphs, headings included, in order: 1 to 200, each at most 1,000 characters.</param>
internal sealed record PublishAgreementInput(IReadOnlyList<string> Paragraphs);

[Extends<Mutation>]
internal static class PublishAgreement
{
    /// <summary>
    /// Publishes the next version of the reseller agreement. From now on registrations have to accept this one; what was accepted before stays accepted.
    /// </summary>
    [Scope(Scopes.Operator)]
    [Throws<InvalidInput>]
    public static async Task<Agreement> PublishAgreementAsync(PublishAgreementInput input, ClnDbContext db, TimeProvider clock, CancellationToken cancellation)
    {
        if (input.Paragraphs.Count is < 1 or > 200) throw new InvalidInput("paragraphs", "1 to 200 paragraphs, please.");
        var paragraphs = input.Paragraphs.Select(paragraph => Details.Line("paragraphs", paragraph, 1000));
        var current = await db.CurrentAgreementAsync(cancellation);
        var next = new Agreement { Version = current.Version + 1, Text = string.Join("\n\n", paragraphs), PublishedAt = clock.GetUtcNow() };
        db.Agreements.Add(next);
        return next;
    }
}
