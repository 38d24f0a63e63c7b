namespace Cln.Tests.Registration;

/// <summary>The host with the played providers, and what payers do in their browsers.</summary>
internal sealed class PayingStage(World world, FakeProvider provider) : IAsyncDisposable
{
    public World World => world;

    public FakeProvider Provider => provider;

    public static async Task<PayingStage> OpenAsync()
    {
        var provider = await FakeProvider.StartAsync();
        var world = await World.StartAsync(settings: provider.HostSettings);
        await provider.FollowAsync(world);
        return new(world, provider);
    }

    public async Task<Applicant> ApplicantAsync(string name = "ann")
    {
        var applicant = new Applicant(world, name);
        await applicant.ReachAsync("PAYMENT");
        return applicant;
    }

    /// <summary>A card or wallet that its payer has entered or approved: the token to pay with.</summary>
    public async Task<string> EnteredAsync(Applicant applicant, string gateway, string? number = null, bool declines = false)
    {
        var started = (await applicant.StartMethodAsync(gateway)).Worked("startRegistrationPaymentMethod");
        if (gateway == "paypal") await provider.ApproveAsync(started.Text("startRegistrationPaymentMethod.approvalUrl"), declines ? "declines" : "pays");
        else await EnterAsync(started, number ?? (declines ? "4000 0000 0000 0341" : "4242 4242 4242 4242"), asksForHolder: number is not null);
        return started.Text("startRegistrationPaymentMethod.id");
    }

    public async Task EnterAsync(Answer started, string number, bool asksForHolder)
    {
        var next = await provider.EnterCardAsync(started.Text("startRegistrationPaymentMethod.clientSecret"), number);
        if (asksForHolder) next = await provider.AuthenticateAsync(next!.AbsoluteUri);
        Assert.Contains("redirect_status=succeeded", next!.Query, StringComparison.Ordinal);
    }

    /// <summary>The page of the bank that Stripe.js would show.</summary>
    public async Task ConfirmAsync(string secret, bool passes = true)
    {
        using var answer = await provider.Http.PostAsync($"/3ds/{secret.Split("_secret_")[0]}", new FormUrlEncodedContent([new("client_secret", secret), new("choice", passes ? "complete" : "fail")]));
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The providers' webhooks come, and are worked on.</summary>
    public async Task HearAsync()
    {
        await provider.DeliverAsync();
        await world.SettleAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.SettleAsync();
    }

    /// <summary>The deposit is taken, booked and told once, and what paid it is the current payment method.</summary>
    public async Task AssertPaidAsync(Applicant applicant, string? label = null, string amount = "1000.00")
    {
        Assert.Equal("ACCOUNT", await applicant.StepAsync());
        var charge = Assert.Single((await provider.BooksAsync()).Charges);
        Assert.Equal((amount, 1), (new Money(charge.Amount).ToString(), charge.Effects));
        (await applicant.CompleteAsync()).Worked("completeRegistration");
        (await applicant.ActivateAsync()).Worked("activateAccount");
        var seen = (await (await world.SignInAsync(applicant.Login)).SendAsync("{ ledgerEntries { nodes { amount } } paymentMethods { label current } }")).Worked();
        Assert.Equal([amount], seen.List("ledgerEntries.nodes").Select(entry => entry.GetProperty("amount").GetString()));
        Assert.True(Assert.Single(seen.List("paymentMethods")).GetProperty("current").GetBoolean());
        if (label is not null) Assert.Equal(label, seen.Text("paymentMethods.0.label"));
        Assert.Single(await world.MailsToAsync(applicant.Email), text => text.Contains("has arrived", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await provider.DisposeAsync();
    }
}
