using Cln.Data;
using Cln.Host.Access;
using Cln.Host.Graph;
using GraphQL;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Access;

/// <summary>Who may use which field, by role. A new field belongs into one of these rows.</summary>
public sealed class RoleMatrixTests
{
    private const string Nobody = "nobody";

    private static readonly string[] everybody = [.. Enum.GetNames<Role>(), Nobody];
    private static readonly string[] people = Enum.GetNames<Role>();

    /// <summary>The rights of sub-logins as they are promised, and who has each; operators have all of them.</summary>
    private static readonly (string Right, string[] Roles, string Fields)[] promised =
    [
        ("used by anybody", everybody,
            """
            agreement apiChanges eventTypes licenseCheck licenseTypes me priceList rateLimit registration registrationTerms
            acceptAgreement activateAccount checkIn chooseDeposit completeRegistration registerServer requestPasswordReset resendActivation resetPassword signIn signInWithPasskey startPasskeySignIn
            startRegistration startRegistrationPaymentMethod submitRegistrationPayment
            """),
        ("used by whoever has signed in", people,
            """
            eventsCursor node nodes signOut Viewer.sessions Viewer.passkeys Viewer.twoFactor
            addPasskey changePassword confirmTwoFactor disableTwoFactor removePasskey renewRecoveryCodes revokeOtherSessions revokeSession startPasskey startTwoFactor
            """),
        ("see products, servers, licences", people,
            """
            addIpLicensesQuote backups backupQuote convertIpLicenseQuote removeIpLicensesQuote serverAccountQuote
            dataCenters ipAvailability ipLicenses serverAccount serverAccounts serverAccountsSummary ipLicensesChanged serverCheckedIn
            Reseller.ipLicenses Reseller.serverAccounts Reseller.servers Reseller.silentServers
            """),
        ("add and delete servers, keys", ["Admin", "ServersAndLicenses", "Servers", "Operator"], "createKey removeKey"),
        ("order and delete licences", ["Admin", "ServersAndLicenses", "Operator"],
            """
            addIpLicense addIpLicenses convertIpLicense removeIpLicenses activateBackup deactivateBackup resizeBackup
            addServerAccount updateServerAccount removeServerAccount
            """),
        ("see invoices, balance", ["Admin", "Billing", "BillingReadOnly", "Operator"],
            """
            autopayment autopaymentDecisions balance invoice invoices ledgerEntries monthlyCost paymentMethods paymentTerms payments simulateAutopayment spendingByMonth suspension suspensionOrder suspensionPreview
            balanceChanged invoiceIssued paymentChanged
            Reseller.autopaymentDecisions Reseller.balance Reseller.invoices Reseller.ledgerEntries Reseller.payments
            """),
        ("see prices, account information", ["Admin", "Billing", "Operator"],
            """
            reseller Reseller.acceptedAgreement events IpLicense.monthlyPrice ServerAccountsSummary.monthlyCost
            Quote.total Quote.monthly IpLicensesQuote.total IpLicensesQuote.monthly IpLicenseQuote.due IpLicenseQuote.monthly
            """),
        ("payment methods, top up, billing details", ["Admin", "Billing", "Operator"],
            """
            addPaymentMethod cancelPayment confirmPayPalTopUp removePaymentMethod resumePayment saveAutopayment setCurrentPaymentMethod setPaymentMethodOrder setSuspensionOrder startPayPalTopUp startPaymentMethod topUp
            updateCompany updateProfile Payment.payerAction
            """),
        ("users, API tokens, security", ["Admin", "Operator"],
            """
            auditLog createApiToken updateApiToken rotateApiToken revokeApiToken inviteUser resendInvitation setUserRole removeUser endUserSessions requireTwoFactor
            trustDocuments removeTrustedDocuments webhooks webhookDeliveries
            createWebhook updateWebhook deleteWebhook enableWebhook disableWebhook rotateWebhookSecret sendTestWebhook replayWebhookDelivery replayWebhookDeliveries
            Reseller.apiTokens Reseller.users Reseller.trustedDocuments Reseller.webhooks
            """),
        ("the vendor's staff", ["Operator"],
            """
            agreementVersions job jobs paymentsToReview priceTerms reconciliation resellers resellersByTier trialBalance
            addLicenseType adjustBalance approveReseller changePrices publishAgreement refundPayment resolvePayment runJob updateTier
            """),
    ];

    [Fact]
    public async Task Every_field_is_for_the_roles_that_it_is_promised_to_and_for_no_others()
    {
        await using var world = await World.StartAsync();
        var callers = await CallersAsync(world);
        var table = promised.SelectMany(row => row.Fields.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(field => (field, row.Roles))).ToDictionary(row => row.field, row => row.Roles, StringComparer.Ordinal);
        List<string> wrong = [];
        var fields = Fields(world.Services.GetRequiredService<ISchema>()).ToList();
        Assert.Equal(table.Keys.Order(StringComparer.Ordinal), fields.Select(field => field.Name).Distinct().Order(StringComparer.Ordinal));
        foreach (var (name, operation) in fields)
        {
            foreach (var (role, caller) in callers)
            {
                var refusal = await RefusalAsync(caller, operation);
                var expected = table[name].Contains(role) ? null : role == Nobody ? "UNAUTHENTICATED" : "FORBIDDEN";
                if (refusal != expected) wrong.Add($"{name} answers {role} {refusal ?? "everything"} instead of {expected ?? "everything"}");
            }
        }

        Assert.Equal([], wrong);
    }

    private static async Task<Dictionary<string, Api>> CallersAsync(World world)
    {
        await world.ResellerAsync(login: "anna");
        await using (var scope = world.PlatformScope())
        {
            var (db, accounts) = (scope.ServiceProvider.GetRequiredService<ClnDbContext>(), scope.ServiceProvider.GetRequiredService<Accounts>());
            var reseller = db.Resellers.Single().Id;
            foreach (var role in Enum.GetValues<Role>())
            {
                var user = await accounts.NewAsync(role == Role.Operator ? 0 : reseller, $"one-{role}", $"{role}@anna.example", role, CancellationToken.None);
                await accounts.SetPasswordAsync(user, SignInCalls.Password);
                db.Users.Add(user);
            }

            await db.SaveChangesAsync();
        }

        Dictionary<string, Api> callers = new(StringComparer.Ordinal) { [Nobody] = world.Anonymous() };
        foreach (var role in Enum.GetNames<Role>()) callers[role] = await world.SignInAsync($"one-{role}");
        return callers;
    }

    /// <summary>Every field that something starts with, and every other that asks for a right of its own, each with an operation that uses it.</summary>
    private static IEnumerable<(string Name, string Operation)> Fields(ISchema schema)
    {
        foreach (var (kind, root) in new[] { ("query", schema.Query), ("mutation", schema.Mutation!), ("subscription", schema.Subscription!) })
        {
            foreach (var field in root.Fields) yield return (field.Name, $"{kind} {{ {Use(field)} }}");
        }

        foreach (var type in schema.AllTypes.OfType<IObjectGraphType>().Where(type => type != schema.Query && type != schema.Mutation && type != schema.Subscription))
        {
            foreach (var field in type.Fields.Where(field => field.RightsAsked() is not null)) yield return ($"{type.Name}.{field.Name}", Path(type, Use(field)));
        }
    }

    private static string Path(IObjectGraphType type, string use) => type.Name switch
    {
        "Viewer" => $"{{ me {{ {use} }} }}",
        "Quote" => $"{{ serverAccountQuote {{ {use} }} }}",
        "IpLicensesQuote" => $"{{ addIpLicensesQuote {{ {use} }} }}",
        "IpLicenseQuote" => $"{{ addIpLicensesQuote {{ rows {{ {use} }} }} }}",
        "ServerAccountsSummary" => $"{{ serverAccountsSummary {{ {use} }} }}",
        _ => $"{{ node(id: \"x\") {{ ... on {type.Name} {{ {use} }} }} }}",
    };

    private static string Use(FieldType field) => field.ResolvedType!.GetNamedType() is ScalarGraphType or EnumerationGraphType ? field.Name : $"{field.Name} {{ __typename }}";

    /// <summary>Who may is looked at before anything runs; a directive that there isn't keeps it from running.</summary>
    private static async Task<string?> RefusalAsync(Api caller, string operation)
    {
        var fields = operation.IndexOf('{', StringComparison.Ordinal);
        var answer = await caller.SendAsync($"{(fields == 0 ? "query " : operation[..fields])}@thereIsnt {operation[fields..]}");
        Assert.Contains("KNOWN_DIRECTIVES", answer.Codes);
        Assert.False(answer.Json.TryGetProperty("data", out _), answer.Json.ToString());
        return answer.Codes.Distinct().SingleOrDefault(code => code is "FORBIDDEN" or "UNAUTHENTICATED");
    }
}
