namespace Cln.Tests.Registration;

/// <summary>Somebody who registers, step by step, over the API.</summary>
internal sealed class Applicant(World world, string name = "ann", string? address = null)
{
    private const string Registration = "registration { token step email company agreementVersion awaitingApproval tier { code deposit } payerAction { approvalUrl clientSecret publishableKey } }";
    private const string Answer = $"{Registration} errors {{ __typename ... on Error {{ code message }} ... on OutOfStep {{ due }} }}";

    private readonly Api anybody = address is null ? world.Anonymous() : world.At(address);

    public string Token { get; set; } = "";

    public string Email => $"{name}@{name}.example";

    public string Login => $"{name}-hosting";

    public async Task<Answer> StartAsync(string tier = "silver")
    {
        var answer = await anybody.SendAsync($"mutation($tier: String!) {{ startRegistration(input: {{ tier: $tier }}) {{ {Registration} errors {{ ... on Error {{ code message }} }} }} }}", new { tier });
        if (answer.Code("startRegistration") is null) Token = answer.Text("startRegistration.registration.token");
        return answer;
    }

    public Task<Answer> ChooseAsync(string tier) =>
        anybody.SendAsync($"mutation($token: String!, $tier: String!) {{ chooseDeposit(input: {{ token: $token, tier: $tier }}) {{ {Answer} }} }}", new { token = Token, tier });

    public Task<Answer> AcceptAsync(int version = 1) =>
        anybody.SendAsync($"mutation($token: String!, $version: Int!) {{ acceptAgreement(input: {{ token: $token, version: $version }}) {{ {Answer} }} }}", new { token = Token, version });

    public Task<Answer> StartMethodAsync(string gateway = "stripe", object? with = null) => anybody.SendAsync(
        "mutation($input: StartRegistrationPaymentMethodInput!) { startRegistrationPaymentMethod(input: $input) { id approvalUrl clientSecret publishableKey errors { __typename ... on Error { code message } ... on OutOfStep { due } ... on TooManyTries { retryAt } } } }",
        new
        {
            input = With(
                new()
                {
                    ["token"] = Token,
                    ["firstName"] = "Ann",
                    ["lastName"] = "Ott",
                    ["company"] = $"{name} Hosting",
                    ["country"] = "DE",
                    ["email"] = Email,
                    ["gateway"] = gateway,
                    ["returnUrl"] = "https://console.example/register",
                    ["cancelUrl"] = "https://console.example/register?gone",
                },
                with),
        });

    /// <summary>Pays with what was begun, and its payer has entered or approved.</summary>
    public Task<Answer> PayWithAsync(string gateway, string started, string? key = null) => PayAsync(key: key, with: new { paymentMethod = new { gateway, token = started } });

    public Task<Answer> PayAsync(string card = "pm_card_visa", string? key = null, object? with = null) => anybody.SendAsync(
        $"mutation($input: SubmitRegistrationPaymentInput!) {{ submitRegistrationPayment(input: $input) {{ {Answer} errors {{ ... on TooManyTries {{ retryAt }} }} }} }}",
        new
        {
            input = With(
                new()
                {
                    ["token"] = Token,
                    ["firstName"] = "Ann",
                    ["lastName"] = "Ott",
                    ["company"] = $"{name} Hosting",
                    ["country"] = "DE",
                    ["email"] = Email,
                    ["autopayment"] = new { type = "NONE" },
                    ["paymentMethod"] = new { gateway = "sandbox", token = card },
                    ["idempotencyKey"] = key ?? World.Key(),
                },
                with),
        });

    public Task<Answer> CompleteAsync(object? with = null) => anybody.SendAsync(
        $"mutation($input: CompleteRegistrationInput!) {{ completeRegistration(input: $input) {{ {Answer} }} }}",
        new
        {
            input = With(
                new()
                {
                    ["token"] = Token,
                    ["login"] = Login,
                    ["password"] = "correct horse battery",
                    ["billingEmail"] = $"billing@{name}.example",
                    ["street"] = "Main Street 1",
                    ["city"] = "Berlin",
                },
                with),
        });

    public async Task<Answer> ActivateAsync(string? token = null) =>
        await ActivateWithAsync(token ?? await world.MailedTokenAsync(Email, "/activate?token="));

    public Task<Answer> ResendAsync(string? token = null) =>
        anybody.SendAsync($"mutation($token: String!) {{ resendActivation(input: {{ token: $token }}) {{ {Answer} }} }}", new { token = token ?? Token });

    public Task<Answer> ResumeAsync(string? token = null) =>
        anybody.SendAsync("query($token: String!) { registration(token: $token) { token step email company awaitingApproval tier { code deposit } payerAction { approvalUrl clientSecret publishableKey } } }", new { token = token ?? Token });

    public async Task<string> StepAsync() => (await ResumeAsync()).Worked().Text("registration.step");

    public Task<Answer> SignInAsync() => anybody.SendAsync(
        "mutation($login: String!) { signIn(input: { login: $login, password: \"correct horse battery\" }) { session { token } errors { __typename ... on Error { code } } } }", new { login = Login });

    /// <summary>All steps up to the one that is then due.</summary>
    public async Task ReachAsync(string step)
    {
        (await StartAsync()).Worked("startRegistration");
        if (step == "AGREEMENT") return;
        (await AcceptAsync()).Worked("acceptAgreement");
        if (step == "PAYMENT") return;
        (await PayAsync()).Worked("submitRegistrationPayment");
        if (step == "ACCOUNT") return;
        (await CompleteAsync()).Worked("completeRegistration");
        if (step == "ACTIVATION") return;
        (await ActivateAsync()).Worked("activateAccount");
    }

    private Task<Answer> ActivateWithAsync(string token) => anybody.SendAsync(
        "mutation($token: String!) { activateAccount(input: { token: $token }) { viewer { login email role reseller { name state } } errors { __typename ... on Error { code message } } } }", new { token });

    private static Dictionary<string, object?> With(Dictionary<string, object?> input, object? others)
    {
        foreach (var property in others?.GetType().GetProperties() ?? []) input[property.Name] = property.GetValue(others);
        return input;
    }
}
