using System.Text.Json;
using Cln.Data;
using Cln.Host.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Audit;

/// <summary>Calls mutations one after the other, looks at what each has left in the audit log, and remembers every secret that was sent or answered.</summary>
internal sealed class AuditWalk(World world)
{
    private static readonly string[] secretFields = ["token", "secret", "clientSecret", "approvalUrl", "password"];

    public HashSet<string> Called { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Secrets { get; } = new(StringComparer.Ordinal);

    /// <summary>A secret that goes into an input.</summary>
    public string Secret(string text)
    {
        Secrets.Add(text);
        return $"\"{text}\"";
    }

    /// <summary>Calls a mutation that is done, or refused with the code, and leaves exactly one entry that says so. One that had <paramref name="changed"/> something before it was refused is done.</summary>
    public async Task<Answer> DoAsync(Api caller, string mutation, string? input, string select = "", string? refused = null, bool changed = false)
    {
        var before = (await EntriesAsync()).Count;
        var errors = input is null ? "" : "errors { ... on Error { code message } }";
        var answer = await caller.SendAsync($"mutation {{ {mutation}{(input is null ? "" : $"(input: {{ {input} }})")} {{ {select} {errors} }} }}");
        Assert.True(answer.Code(mutation) == refused, $"{mutation}: {answer.Json}");
        Remember(answer.Json);
        Called.Add(mutation);

        var left = (await EntriesAsync()).Skip(before).Select(entry => $"{entry.Action} {entry.Outcome} {entry.Code}").ToList();
        Assert.True(left.SequenceEqual([refused is null || changed ? $"{mutation} {AuditOutcome.Done} " : $"{mutation} {AuditOutcome.Refused} {refused}"]), $"{mutation} left: {string.Join(", ", left)}");
        return answer;
    }

    public async Task<IReadOnlyList<AuditEntry>> EntriesAsync()
    {
        await using var scope = world.PlatformScope();
        return await scope.ServiceProvider.GetRequiredService<ClnDbContext>().AuditEntries.AsNoTracking().OrderBy(entry => entry.Id).ToListAsync();
    }

    private void Remember(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in json.EnumerateArray()) Remember(item);
        }

        if (json.ValueKind != JsonValueKind.Object) return;
        foreach (var member in json.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.String && secretFields.Contains(member.Name)) Secrets.Add(member.Value.GetString()!);
            else Remember(member.Value);
        }
    }
}
