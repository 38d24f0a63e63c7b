using Cln.Data;
using Cln.Registration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Registration;

public sealed class AgreementTests
{
    [Fact]
    public async Task Anybody_reads_the_current_agreement_and_accepts_that_one()
    {
        await using var world = await World.StartAsync();
        var first = (await world.Anonymous().SendAsync("{ agreement { version text publishedAt } }")).Worked();
        Assert.Equal(1, first.Number("agreement.version"));
        Assert.StartsWith("RESELLER AGREEMENT\n\n", first.Text("agreement.text"), StringComparison.Ordinal);

        var ann = new Applicant(world);
        await ann.ReachAsync("AGREEMENT");
        var published = (await PublishAsync(await world.OperatorAsync(), "RESELLER AGREEMENT", "1. Everything is as before.")).Worked("publishAgreement");
        Assert.Equal((2, "RESELLER AGREEMENT\n\n1. Everything is as before."), (published.Number("publishAgreement.agreement.version"), published.Text("publishAgreement.agreement.text")));

        var outdated = await ann.AcceptAsync(1);
        Assert.Equal("AGREEMENT_OUTDATED", outdated.Code("acceptAgreement"));
        Assert.Contains("is 2", outdated.Text("acceptAgreement.errors.0.message"), StringComparison.Ordinal);
        Assert.Equal("AGREEMENT", await ann.StepAsync());
        Assert.Equal("AGREEMENT_OUTDATED", (await ann.AcceptAsync(3)).Code("acceptAgreement"));
        Assert.Equal(2, (await ann.AcceptAsync(2)).Worked("acceptAgreement").Number("acceptAgreement.registration.agreementVersion"));
    }

    [Fact]
    public async Task The_consent_is_kept_with_its_time_and_address()
    {
        await using var world = await World.StartAsync();
        await new Applicant(world).ReachAsync("PAYMENT");

        await using var scope = world.PlatformScope();
        var kept = await scope.ServiceProvider.GetRequiredService<ClnDbContext>().Registrations.SingleAsync();
        Assert.Equal((1, World.Begins, IpAddress.Parse("127.0.0.1")), (kept.AgreementVersion, kept.AgreementAcceptedAt, kept.AgreementAcceptedFrom));
    }

    [Fact]
    public async Task Only_operators_publish_and_never_an_empty_text()
    {
        await using var world = await World.StartAsync();

        Assert.Equal("FORBIDDEN", (await PublishAsync(await world.ResellerAsync(), "Everything is free.")).Codes[0]);
        var @operator = await world.OperatorAsync();
        Assert.Equal("INVALID_INPUT", (await PublishAsync(@operator)).Code("publishAgreement"));
        Assert.Equal("INVALID_INPUT", (await PublishAsync(@operator, "RESELLER AGREEMENT", " ")).Code("publishAgreement"));
        Assert.Equal(1, (await world.Anonymous().SendAsync("{ agreement { version } }")).Number("agreement.version"));
    }

    private static Task<Answer> PublishAsync(Api api, params string[] paragraphs) => api.SendAsync(
        "mutation($paragraphs: [String!]!) { publishAgreement(input: { paragraphs: $paragraphs }) { agreement { version text } errors { ... on Error { code message } } } }", new { paragraphs });
}
