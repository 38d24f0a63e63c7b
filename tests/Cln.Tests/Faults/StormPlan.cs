namespace Cln.Tests.Faults;

/// <summary>How large a storm is. The same seed is the same plan.</summary>
/// <param name="Seed">What the plan is drawn from.</param>
/// <param name="Workers">How many clients send at once.</param>
/// <param name="Operations">How many operations there are in all.</param>
/// <param name="Resellers">Among how many accounts they are spread.</param>
/// <param name="Hosts">How many hosts there are; one on SQLite.</param>
/// <param name="Kills">How many hosts are killed at most.</param>
/// <param name="KillEvery">How long after one was killed, and is up again, the next one is.</param>
internal sealed record StormSize(int Seed, int Workers, int Operations, int Resellers, int Hosts, int Kills, TimeSpan KillEvery)
{
    /// <summary>The small form, or what <c>bin/storm</c> asks for.</summary>
    public static StormSize Read(int hosts) => new(
        Seed: Number("SEED", 1),
        Workers: Number("WORKERS", 16),
        Operations: Number("OPERATIONS", 320),
        Resellers: Number("RESELLERS", 4),
        Hosts: hosts == 1 ? 1 : Number("HOSTS", hosts),
        Kills: Number("KILLS", 3),
        KillEvery: TimeSpan.FromSeconds(Number("KILL_EVERY", 2)));

    private static int Number(string name, int usual) =>
        Environment.GetEnvironmentVariable($"CLN_STORM_{name}") is { Length: > 0 } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : usual;
}

/// <summary>What one worker does, one after the other, each with a key of its own and sent one to three times at once.</summary>
internal static class StormPlan
{
    public static List<Act> Of(StormSize size, int worker)
    {
        var chance = new Random(HashCode.Combine(size.Seed, worker));
        List<Act> plan = [];
        List<Add> added = [];
        List<TopUp> paid = [];
        for (var i = 0; i < size.Operations / size.Workers; i++)
        {
            var key = $"storm:{size.Seed}:{worker}:{i:00000000}";
            var copies = 1 + chance.Next(3);
            switch (chance.Next(10))
            {
                case < 5:
                    var add = new Add(key, copies, $"198.{18 + (worker / 250)}.{worker % 250}.{1 + i % 250}", i / 250 % 2 == 0 ? "KERNELCARE" : "CLOUDLINUX_OS");
                    added.Add(add);
                    plan.Add(add);
                    break;
                case < 7 when added.Count > 0:
                    var gone = added[chance.Next(added.Count)];
                    added.Remove(gone);
                    plan.Add(new Remove(key, copies, gone));
                    break;
                case 7 when paid.Count > 0:
                    var refunded = paid[chance.Next(paid.Count)];
                    paid.Remove(refunded);
                    plan.Add(new GiveBack(key, copies, refunded));
                    break;
                default:
                    var topUp = new TopUp(key, copies, new Money(1_000 + chance.Next(5_000)));
                    paid.Add(topUp);
                    plan.Add(topUp);
                    break;
            }
        }

        return plan;
    }
}

/// <summary>Something that is to happen once.</summary>
internal abstract record Act(string Key, int Copies)
{
    /// <summary>What the first acknowledgement said: an id, or the code of a refusal. Every other one must say the same.</summary>
    public string? Acknowledged { get; private set; }

    public bool IsDone => Acknowledged is { } answer && !IsCode(answer);

    public abstract string Document { get; }

    public abstract object Variables { get; }

    /// <summary>Notes an acknowledgement; false when it contradicts an earlier one.</summary>
    public bool Acknowledge(string answer)
    {
        lock (this) return (Acknowledged ??= answer) == answer;
    }

    private static bool IsCode(string answer) => answer.StartsWith('!');
}

internal sealed record Add(string Key, int Copies, string Ip, string Type) : Act(Key, Copies)
{
    public override string Document => "mutation($ip: IpAddress!, $type: String!, $key: IdempotencyKey!) { act: addIpLicense(input: { ip: $ip, type: $type, idempotencyKey: $key }) { result: ipLicense { id } errors { ... on Error { code message } } } }";

    public override object Variables => new { ip = Ip, type = Type, key = Key };
}

/// <summary>Takes a licence away that an earlier act of the same worker added; nothing when that was refused.</summary>
internal sealed record Remove(string Key, int Copies, Add Added) : Act(Key, Copies)
{
    public override string Document => "mutation($id: ID!, $key: IdempotencyKey!) { act: removeIpLicenses(input: { ids: [$id], idempotencyKey: $key }) { errors { ... on Error { code message } } } }";

    public override object Variables => new { id = Added.Acknowledged, key = Key };
}

/// <summary>Brings in money by card.</summary>
internal sealed record TopUp(string Key, int Copies, Money Amount) : Act(Key, Copies)
{
    public string? Card { get; set; }

    /// <summary>Called off before a cent moved: its host died before it was sent, and the client came back after the janitor.</summary>
    public bool IsCanceled { get; set; }

    public override string Document => "mutation($amount: Money!, $card: ID, $key: IdempotencyKey!) { act: topUp(input: { amount: $amount, paymentMethodId: $card, idempotencyKey: $key }) { result: payment { id } errors { ... on Error { code message } } } }";

    public override object Variables => new { amount = Amount.ToString(), card = Card, key = Key };
}

/// <summary>An operator gives a part of an earlier payment of the same worker back; it is refused while nobody knows whether that came in.</summary>
internal sealed record GiveBack(string Key, int Copies, TopUp Of) : Act(Key, Copies)
{
    public static readonly Money Amount = new(1_00);

    public override string Document => $"mutation($payment: ID!, $key: IdempotencyKey!) {{ act: refundPayment(input: {{ paymentId: $payment, amount: \"{Amount}\", reason: \"A storm\", idempotencyKey: $key }}) {{ result: refund {{ id }} errors {{ ... on Error {{ code message }} }} }} }}";

    public override object Variables => new { payment = Of.Acknowledged, key = Key };
}
