using Cln.Billing;
using Cln.Data;
using Cln.Graph;
using Cln.Host;
using Cln.Host.Graph;
using GraphQL.Types;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Walks;

/// <summary>Every mutation that can name a thing, with the owner's and otherwise good input, called by a stranger.</summary>
[Collection(nameof(Neighbours))]
public sealed class TenantMutationsTests(Neighbours neighbours)
{
    /// <summary>What names a thing without being its id, apart from a card's token, which names it to its gateway.</summary>
    private static readonly string[] References = ["key", "orderId", "secret", "token"];

    /// <summary>What is answered where it isn't NOT_FOUND.</summary>
    private static readonly Dictionary<string, string?> Answers = new(StringComparer.Ordinal)
    {
        ["acceptAgreement"] = "OUT_OF_STEP",
        ["activateAccount"] = "SIGNED_IN_ELSEWHERE",
        ["adjustBalance"] = "FORBIDDEN",
        ["approveReseller"] = "FORBIDDEN",
        ["checkIn"] = "SIGNED_IN_ELSEWHERE",
        ["chooseDeposit"] = "OUT_OF_STEP",
        ["completeRegistration"] = "OUT_OF_STEP",
        ["refundPayment"] = "FORBIDDEN",
        ["removePasskey"] = "SESSION_NEEDED",
        ["revokeSession"] = "SESSION_NEEDED",
        ["registerServer"] = "SIGNED_IN_ELSEWHERE",
        ["resendActivation"] = "OUT_OF_STEP",
        ["resetPassword"] = "RESET_LINK_INVALID",
        ["resolvePayment"] = "FORBIDDEN",
        ["startRegistrationPaymentMethod"] = "OUT_OF_STEP",

        // Whoever holds a registration's token may ask where it stands; sent after its step, this does no more.
        ["submitRegistrationPayment"] = null,
    };

    [Fact]
    public async Task No_mutation_of_a_stranger_reaches_what_is_the_owners()
    {
        var mutations = neighbours.World.Services.GetRequiredService<ISchema>().Mutation!.Fields;
        var ids = IdMembers();
        var writer = await WriterAsync(ids);
        var before = await neighbours.World.DumpAsync(IsOwners);
        var called = mutations.Where(mutation => NamesAThing(mutation, ids)).ToList();

        Assert.Equal(Answers.Keys.Order(StringComparer.Ordinal), Answers.Keys.Intersect(called.Select(mutation => mutation.Name)).Order(StringComparer.Ordinal));
        foreach (var mutation in called)
        {
            var answer = await neighbours.Stranger.SendAsync(writer.Write("mutation", mutation));
            Assert.True(answer.Status < 500, answer.Json.ToString());
            Assert.True(answer.Code(mutation.Name) == Answers.GetValueOrDefault(mutation.Name, "NOT_FOUND"), $"{mutation.Name}: {answer.Json}");
            Assert.Equal(before, await neighbours.World.DumpAsync(IsOwners));
        }
    }

    private bool IsOwners(object row) => Rows.IsOf(row, neighbours.OwnerId);

    private static bool NamesAThing(FieldType mutation, Dictionary<string, string> ids) =>
        mutation.Arguments?.FirstOrDefault()?.ResolvedType is NonNullGraphType { ResolvedType: IInputObjectGraphType input } && input.Name != "AddPaymentMethodInput" &&
        input.Fields.Any(member => ids.ContainsKey($"{input.Name}.{member.Name}") || References.Contains(member.Name));

    private async Task<OperationWriter> WriterAsync(Dictionary<string, string> ids)
    {
        await using var scope = neighbours.World.PlatformScope();
        var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
        var rows = (await Rows.AllAsync(db)).Where(row => row is INode && IsOwners(row)).ToLookup(row => Names.Type(row.GetType()), row => (INode)row);
        var order = await db.Payments.Where(payment => payment.ReturnUrl != null).Select(payment => payment.GatewayId).SingleAsync();
        return new((owner, member) =>
            ids.TryGetValue($"{owner}.{member}", out var type) ? $"\"{(owner == "CheckInInput" ? neighbours.Secrets.ServerId : NodeIds.Encode(type, rows[type].First().Id))}\"" : Good(owner, member, order!));
    }

    private string? Good(string owner, string member, string order) => (owner, member) switch
    {
        ("RegistrationPaymentMethodInput", "token") => "\"pm_card_visa\"",
        ("RegisterServerInput", "key") => $"\"{neighbours.Secrets.Key}\"",
        (_, "token") => $"\"{neighbours.Secrets.Activation}\"",
        (_, "secret") => $"\"{neighbours.Secrets.ServerSecret}\"",
        (_, "orderId") => $"\"{order}\"",
        (_, "email" or "billingEmail") => "\"stranger@stranger.example\"",
        (_, "country") => "\"DE\"",
        (_, "hostname") => "\"web.stranger.example\"",
        (_, "password") => "\"correct horse battery\"",
        (_, "sizeGb") => "30",
        (_, "dataCenter") => "\"EU1\"",
        (_, "tier") => "\"gold\"",
        (_, "gateway") => "\"sandbox\"",
        ("ConvertIpLicenseInput", "type") => "\"IMUNIFY360_30\"",
        ("RegistrationAutopaymentInput", "type") => "NONE",
        ("SetUserRoleInput", "role") => "BILLING",
        _ => null,
    };

    /// <summary>What the id in an input is the id of, such as Key for RemoveKeyInput.id: the schema says ID, the record says which.</summary>
    private Dictionary<string, string> IdMembers() => (
        from type in neighbours.World.Services.GetRequiredService<Modules>().Types
        where type.Name.EndsWith("Input", StringComparison.Ordinal)
        from property in type.GetProperties()
        let target = new[] { property.PropertyType }.Concat(property.PropertyType.GenericTypeArguments).FirstOrDefault(InputTypes.IsId)
        where target is not null
        select (Member: $"{Names.Type(type)}.{Names.Camel(property.Name)}", Type: Names.Type(target.GenericTypeArguments[0])))
        .ToDictionary(found => found.Member, found => found.Type, StringComparer.Ordinal);
}
