using Cln.Billing;
using Cln.Contracts;
using Microsoft.Extensions.Configuration;

namespace Cln.Tests.Billing;

/// <summary>The rule with all its caps, without a host.</summary>
public sealed class AutopaymentCapTests
{
    private static readonly DateTimeOffset now = new(2026, 11, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly BillingSettings billing = BillingSettings.Read(new ConfigurationBuilder().Build());
    private static readonly AutopaymentSettings caps = AutopaymentSettings.Read(new ConfigurationBuilder().Build(), billing);

    [Theory]
    [InlineData("-6000.00", 0, "0.00", "Charge", "5000.00")]
    [InlineData("-6000.00", 1, "4000.00", "Charge", "1000.00")]
    [InlineData("-6000.00", 1, "4980.00", "Charge", "20.00")]
    [InlineData("-6000.00", 1, "4980.01", "Paused", "6000.00")]
    [InlineData("-30.00", 2, "100.00", "Charge", "30.00")]
    [InlineData("-30.00", 3, "100.00", "Paused", "30.00")]
    public void A_charge_keeps_to_the_largest_amount_the_daily_sum_and_the_daily_count(string balance, int attempts, string charged, string outcome, string amount)
    {
        var plan = Facts(AutopaymentType.AutoRepay, attempts, Money.Parse(charged)).Decide(Money.Parse(balance), billing, caps);

        Assert.Equal((outcome, Money.Parse(amount)), (plan.Outcome.ToString(), plan.Amount));
        Assert.Equal(outcome == "Paused" ? now.AddHours(24) : null, plan.RetryAt);
    }

    [Fact]
    public void Whatever_the_facts_a_charge_keeps_to_every_rule()
    {
        var random = new Random(8);
        for (var round = 0; round < 20_000; round++)
        {
            var facts = Any(random);
            var balance = new Money(random.Next(-800_000, 60_000));

            var plan = facts.Decide(balance, billing, caps);

            if (plan.Outcome != AutopaymentOutcome.Charge) continue;
            Assert.True(facts is { IsOn: true, IsUnderWay: false, Attempts: < 3 } && !(facts.Choice.PausedUntil > now), $"round {round}: {facts}");
            Assert.True(plan.Amount >= billing.AutopaymentMinimum && plan.Amount <= caps.Largest && facts.Charged + plan.Amount <= caps.Daily, $"round {round}: {plan}");
            Assert.True(plan.Amount <= Money.Max(facts.Choice.Due(balance, billing)!.Value, billing.AutopaymentMinimum), $"round {round}: {plan}");
            Assert.Same(facts.Turns.First(turn => turn.Kind == MethodTurnKind.Ready).Method, plan.PaymentMethod);
        }
    }

    [Theory]
    [InlineData("Spent", "Spent", "SwitchedOff")]
    [InlineData("Spent", "Rests", "Rests")]
    [InlineData("WaitsForPayer", "Rests", "Rests")]
    [InlineData("WaitsForPayer", "Spent", "WaitsForPayer")]
    [InlineData("Spent", "Ready", "Charge")]
    [InlineData("OutOfReach", "Spent", "NoMethod")]
    [InlineData("OutOfReach", "Ready", "Charge")]
    public void What_can_not_be_charged_makes_room_for_the_next_and_only_when_all_is_given_up_it_is_switched_off(string first, string second, string outcome)
    {
        var facts = Facts(AutopaymentType.AutoRepay) with { Turns = [Turn(Enum.Parse<MethodTurnKind>(first)), Turn(Enum.Parse<MethodTurnKind>(second))] };

        Assert.Equal(outcome, facts.Decide(new(-50_00), billing, caps).Outcome.ToString());
    }

    [Theory]
    [InlineData("AutopaymentDaily", "19.99")]
    [InlineData("AutopaymentLargest", "much")]
    public void A_wrong_cap_is_named_with_what_it_takes(string name, string value)
    {
        var wrong = new ConfigurationBuilder().AddInMemoryCollection([new($"Billing:{name}", value)]).Build();

        Assert.Contains($"Billing:{name} is \"{value}\". It takes an amount", Assert.Throws<InvalidOperationException>(() => AutopaymentSettings.Read(wrong, billing)).Message);
    }

    [Fact]
    public void A_wrong_switch_is_named_with_what_it_takes()
    {
        var wrong = new ConfigurationBuilder().AddInMemoryCollection([new("Billing:AutopaymentEnabled", "perhaps")]).Build();

        Assert.Contains("Billing:AutopaymentEnabled is \"perhaps\". It takes true or false", Assert.Throws<InvalidOperationException>(() => AutopaymentSwitch.Read(wrong)).Message);
    }

    private static AutopaymentFacts Facts(AutopaymentType type, int attempts = 0, Money charged = default, Money? amount = null)
    {
        var choice = new Autopayment { ResellerId = 1 };
        choice.Choose(type, amount);
        return new(choice, IsOn: true, IsUnderWay: false, attempts, charged, [Turn(MethodTurnKind.Ready)], now);
    }

    private static AutopaymentFacts Any(Random random)
    {
        var facts = Facts(random.GetItems(Enum.GetValues<AutopaymentType>(), 1)[0], random.Next(5), new(random.Next(600_000)), new Money(random.Next(12_000, 900_000)));
        if (random.Next(4) == 0) facts.Choice.Pause(now.AddHours(random.Next(-5, 5)));
        return facts with { IsOn = random.Next(8) > 0, IsUnderWay = random.Next(8) == 0, Turns = [.. random.GetItems(Enum.GetValues<MethodTurnKind>(), random.Next(4)).Select(Turn)] };
    }

    private static MethodTurn Turn(MethodTurnKind kind) =>
        new(PaymentMethod.Of(1, "sandbox", new("reference", "Visa •••• 4242", null), 1), kind, "Why.", kind is MethodTurnKind.Rests ? now.AddDays(1) : null);
}
