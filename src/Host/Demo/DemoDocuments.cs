namespace Cln.Host.Demo;

/// <summary>The operations that make the demo data, as a reseller's program would send them.</summary>
internal static class DemoDocuments
{
    public const string Start = """mutation { startRegistration(input: { tier: "gold" }) { registration { token } errors { ... on Error { message } } } }""";

    public const string Accept = "mutation($token: String!, $version: Int!) { acceptAgreement(input: { token: $token, version: $version }) { registration { step } errors { ... on Error { message } } } }";

    public const string Pay = """
        mutation($token: String!, $key: IdempotencyKey!) {
          submitRegistrationPayment(input: {
            token: $token, firstName: "Ada", lastName: "Lovelace", company: "Acme Hosting GmbH", country: "DE", email: "ada@acme.example",
            autopayment: { type: AUTO_REPAY }, paymentMethod: { gateway: "sandbox", token: "pm_card_visa" }, idempotencyKey: $key
          }) { registration { step } errors { ... on Error { message } } }
        }
        """;

    public const string Complete = """
        mutation($token: String!, $login: String!, $password: String!) {
          completeRegistration(input: {
            token: $token, login: $login, password: $password, billingEmail: "billing@acme.example",
            street: "Hauptstraße 1", city: "Berlin", postalCode: "10117", vatId: "DE123456789"
          }) { registration { step } errors { ... on Error { message } } }
        }
        """;

    public const string Activate = "mutation($token: String!) { activateAccount(input: { token: $token }) { viewer { login } errors { ... on Error { message } } } }";

    public const string Account = """
        mutation {
          addServerAccount(input: { login: "shop", firstName: "Grace", lastName: "Hopper", company: "Shop Ltd", email: "grace@shop.example", limit: 5, idempotencyKey: "demo-server-account" }) {
            serverAccount { id } errors { ... on Error { message } }
          }
        }
        """;

    public const string Key = """mutation($account: ID!) { createKey(input: { serverAccountId: $account, idempotencyKey: "demo-key-of-the-shop" }) { key { token } errors { ... on Error { message } } } }""";

    public const string Register = """
        mutation($key: String, $hostname: String!) {
          registerServer(input: { key: $key, hostname: $hostname, operatingSystem: "CloudLinux 9.4" }) { server { id } errors { ... on Error { message } } }
        }
        """;

    public static readonly string[] AsReseller =
    [
        """
        mutation {
          addIpLicenses(input: { idempotencyKey: "demo-ip-licenses", licenses: [
            { ip: "198.51.100.10", type: "CLOUDLINUX_OS" }, { ip: "198.51.100.10", type: "IMUNIFY360_SINGLE" },
            { ip: "198.51.100.11", type: "CLOUDLINUX_OS" }, { ip: "198.51.100.12", type: "KERNELCARE" },
            { ip: "198.51.100.13", type: "IMUNIFY360_30" }, { ip: "2001:db8::14", type: "IMUNIFY_AV_PLUS" }
          ] }) { addIpLicenseResults { errors { message } } errors { ... on Error { message } } }
        }
        """,
        """mutation { topUp(input: { amount: "250.00", idempotencyKey: "demo-top-up-of-250" }) { payment { state } errors { ... on Error { message } } } }""",
    ];

    public static readonly (string Address, string Hostname)[] Servers =
    [
        ("198.51.100.10", "web1.acme.example"), ("198.51.100.11", "web2.acme.example"), ("198.51.100.12", "mail.acme.example"),
    ];
}
