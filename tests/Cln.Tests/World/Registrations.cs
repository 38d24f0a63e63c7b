namespace Cln.Tests;

/// <summary>Joins as a reseller does, step by step, over HTTP.</summary>
internal static class Registrations
{
    /// <param name="anybody">A caller who isn't signed in.</param>
    /// <param name="login">Of the account; its mail goes to <c>login@login.example</c>.</param>
    /// <param name="mailed">The token of the activation link that was mailed to this address.</param>
    /// <param name="tier">The code of a tier.</param>
    /// <param name="card">A token that the sandbox takes.</param>
    /// <param name="autopayment">An AutopaymentType.</param>
    public static async Task CompleteAsync(Api anybody, string login, Func<string, Task<string>> mailed, string tier = "silver", string card = "pm_card_visa", string autopayment = "NONE")
    {
        var email = $"{login}@{login}.example";
        var token = await PayAsync(anybody, login, tier, card, autopayment);
        (await anybody.SendAsync(
            """
            mutation($token: String!, $login: String!, $email: String!) {
              completeRegistration(input: { token: $token, login: $login, password: "correct horse battery", billingEmail: $email, street: "Main Street 1", city: "Berlin" }) {
                registration { step } errors { __typename ... on Error { code message } }
              }
            }
            """,
            new { token, login, email })).Worked("completeRegistration");
        var activation = await mailed(email);
        (await anybody.SendAsync("mutation($token: String!) { activateAccount(input: { token: $token }) { viewer { login } errors { __typename } } }", new { token = activation })).Worked("activateAccount");
    }

    /// <summary>Goes as far as the deposit, with which the reseller has books; the registration's token.</summary>
    public static async Task<string> PayAsync(Api anybody, string login, string tier = "silver", string card = "pm_card_visa", string autopayment = "NONE")
    {
        var token = (await anybody.SendAsync("mutation($tier: String!) { startRegistration(input: { tier: $tier }) { registration { token } errors { __typename } } }", new { tier })).Text("startRegistration.registration.token");
        var version = (await anybody.SendAsync("{ agreement { version } }")).Number("agreement.version");
        (await anybody.SendAsync("mutation($token: String!, $version: Int!) { acceptAgreement(input: { token: $token, version: $version }) { registration { step } errors { __typename } } }", new { token, version })).Worked("acceptAgreement");
        (await anybody.SendAsync(
            """
            mutation($token: String!, $email: String!, $company: String!, $card: String!, $type: AutopaymentType!, $key: IdempotencyKey!) {
              submitRegistrationPayment(input: {
                token: $token, firstName: "Ada", lastName: "Byron", company: $company, country: "DE", email: $email,
                autopayment: { type: $type }, paymentMethod: { gateway: "sandbox", token: $card }, idempotencyKey: $key
              }) { registration { step } errors { __typename ... on Error { code message } } }
            }
            """,
            new { token, email = $"{login}@{login}.example", company = $"{login} Hosting", card, type = autopayment, key = World.Key() })).Worked("submitRegistrationPayment");
        return token;
    }

    /// <summary>A program's token with all rights, which doesn't expire; the person who made it is signed out.</summary>
    public static async Task<string> TokenAsync(Api person)
    {
        var program = await person.SendAsync("mutation($scopes: [String!]!) { createApiToken(input: { name: \"world\", scopes: $scopes }) { secret errors { ... on Error { code message } } } }", new { scopes = Scopes.All });
        (await person.SendAsync("mutation { signOut { viewer { login } } }")).Worked();
        return program.Worked("createApiToken").Text("createApiToken.secret");
    }
}
