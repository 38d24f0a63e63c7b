using Cln.Billing;
using Cln.Contracts;

namespace Cln.Tests.Billing;

/// <summary>What a refusal means for trying a card again.</summary>
public sealed class MethodTurnTests
{
    private static readonly DateTimeOffset start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(DeclineClass.Never, "lost_card", "Spent")]
    [InlineData(DeclineClass.NewCardNeeded, "expired_card", "Spent")]
    [InlineData(DeclineClass.PayerMustAct, "authentication_required", "WaitsForPayer")]
    [InlineData(DeclineClass.Soft, "insufficient_funds", "Rests")]
    [InlineData(DeclineClass.Soft, "do_not_honor", "Rests")]
    [InlineData(DeclineClass.Internal, "parameter_invalid", "Rests")]
    [InlineData(null, null, "Rests")]
    public void Each_class_of_refusal_leads_where_the_table_says(DeclineClass? means, string? code, string turn) =>
        Assert.Equal(turn, Turn(start.AddHours(1), [Declined(1, start, means, code)]).Kind.ToString());

    [Fact]
    public void A_soft_refusal_is_tried_again_after_1_3_5_and_5_days_and_then_no_more()
    {
        List<DeclinedTry> declined = [];
        List<int> days = [];
        for (var hour = 0; hour <= 24 * 40 && (declined.Count == 0 || days.Count < 10); hour++)
        {
            var now = start.AddHours(hour);
            var turn = Turn(now, declined);
            if (turn.Kind == MethodTurnKind.Spent) break;
            if (turn.Kind != MethodTurnKind.Ready) continue;
            declined.Add(Declined(declined.Count + 1, now, DeclineClass.Soft));
            days.Add(hour / 24);
        }

        Assert.Equal([0, 1, 4, 9, 14], days);
    }

    [Fact]
    public void Do_not_honor_twice_counts_as_never_even_when_it_paid_in_between()
    {
        DeclinedTry[] twice = [Declined(1, start, DeclineClass.Soft, "do_not_honor"), Declined(3, start.AddDays(40), DeclineClass.Soft, "do_not_honor")];

        Assert.Equal(MethodTurnKind.Spent, Turn(start.AddDays(300), twice, lastPaid: 4).Kind);
    }

    [Theory]
    [InlineData(DeclineClass.Soft, "Ready")]
    [InlineData(DeclineClass.NewCardNeeded, "Ready")]
    [InlineData(DeclineClass.PayerMustAct, "Ready")]
    [InlineData(DeclineClass.Never, "Spent")]
    public void A_card_that_has_paid_since_is_good_again_unless_it_is_never_to_be_charged(DeclineClass means, string turn) =>
        Assert.Equal(turn, Turn(start.AddHours(1), [Declined(1, start, means)], lastPaid: 2).Kind.ToString());

    [Theory]
    [InlineData(DeclineClass.Soft, "Ready")]
    [InlineData(DeclineClass.NewCardNeeded, "Spent")]
    [InlineData(DeclineClass.Never, "Spent")]
    public void A_new_choice_forgives_soft_refusals_and_no_others(DeclineClass means, string turn) =>
        Assert.Equal(turn, Turn(start.AddHours(2), [Declined(1, start, means)], chosenAt: start.AddHours(1)).Kind.ToString());

    [Fact]
    public void A_refusal_of_a_top_up_only_counts_where_it_is_about_the_card()
    {
        Assert.Equal(MethodTurnKind.Ready, Turn(start, [Declined(1, start, DeclineClass.Soft) with { IsAutomatic = false }]).Kind);
        Assert.Equal(MethodTurnKind.Ready, Turn(start, [Declined(1, start, DeclineClass.PayerMustAct) with { IsAutomatic = false }]).Kind);
        Assert.Equal(MethodTurnKind.Spent, Turn(start, [Declined(1, start, DeclineClass.Never) with { IsAutomatic = false }]).Kind);
    }

    [Fact]
    public void A_holder_is_waited_for_two_weeks()
    {
        Assert.Equal(MethodTurnKind.WaitsForPayer, Turn(start.AddDays(13), [Declined(1, start, DeclineClass.PayerMustAct)]).Kind);
        Assert.Equal(MethodTurnKind.Spent, Turn(start.AddDays(14), [Declined(1, start, DeclineClass.PayerMustAct)]).Kind);
    }

    [Fact]
    public void A_row_of_refusals_is_forgotten_after_thirty_days()
    {
        List<DeclinedTry> row = [.. Enumerable.Range(1, 5).Select(number => Declined(number, start.AddDays(number), DeclineClass.Soft))];

        Assert.Equal(MethodTurnKind.Spent, Turn(start.AddDays(35), row).Kind);
        Assert.Equal(MethodTurnKind.Ready, Turn(start.AddDays(36), row).Kind);
    }

    [Fact]
    public void A_card_that_has_expired_is_not_tried()
    {
        Assert.Equal(MethodTurnKind.Ready, Turn(new(2026, 12, 31, 23, 0, 0, TimeSpan.Zero), [], expires: new(2026, 12, 31)).Kind);
        Assert.Equal(MethodTurnKind.Spent, Turn(new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero), [], expires: new(2026, 12, 31)).Kind);
    }

    private static DeclinedTry Declined(long payment, DateTimeOffset at, DeclineClass? means, string? code = null) => new(payment, IsAutomatic: true, means, code, at);

    private static MethodTurn Turn(DateTimeOffset now, IReadOnlyList<DeclinedTry> refusals, long lastPaid = 0, DateTimeOffset? chosenAt = null, DateOnly? expires = null)
    {
        var method = PaymentMethod.Of(1, "sandbox", new("reference", "Visa •••• 4242", expires), 1);
        return MethodTurn.Of(method, refusals, lastPaid, chosenAt, now);
    }
}
