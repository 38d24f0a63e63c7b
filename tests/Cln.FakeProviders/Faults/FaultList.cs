namespace Cln.FakeProviders.Faults;

/// <summary>The faults that are still to strike.</summary>
internal sealed class FaultList
{
    private readonly Lock gate = new();
    private readonly List<Waiting> waiting = [];

    public void Add(Fault fault)
    {
        lock (gate) waiting.Add(new(fault));
    }

    public void Clear()
    {
        lock (gate) waiting.Clear();
    }

    public IReadOnlyList<Fault> All()
    {
        lock (gate) return [.. waiting.Select(each => each.Fault)];
    }

    /// <summary>The fault that strikes this request, such as <c>GET /v1/charges/ch_1</c>.</summary>
    public Fault? OfRequest(string request) => Take(fault => !fault.IsOfHooks && fault.Strikes(request));

    /// <summary>The fault that strikes this webhook.</summary>
    public Fault? OfHook(string type) => Take(fault => fault.IsOfHooks && fault.Kind != "before-response" && fault.Strikes(type));

    /// <summary>Whether this webhook is to come before the answer to the request that made it.</summary>
    public bool ComesFirst(string type) => Take(fault => fault.Kind == "before-response" && fault.Strikes(type)) is not null;

    private Fault? Take(Func<Fault, bool> strikes)
    {
        lock (gate)
        {
            // Every fault counts what it matches, whichever of them strikes.
            var matching = waiting.Where(each => strikes(each.Fault)).ToList();
            foreach (var each in matching) each.Met++;
            if (matching.Find(each => each.Met >= each.Fault.Nth) is not { } due) return null;
            if (due.Fault.Times != 0 && ++due.Struck >= due.Fault.Times) waiting.Remove(due);
            return due.Fault;
        }
    }

    private sealed class Waiting(Fault fault)
    {
        public Fault Fault => fault;

        public int Met { get; set; }

        public int Struck { get; set; }
    }
}
