using System.Globalization;
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
    public async Task What_was_accepted_can_be_read_when_it_is_outdated()
    {
        await using var world = await World.StartAsync();
        var anna = await world.ResellerAsync();
        var @operator = await world.OperatorAsync();
        (await PublishAsync(@operator, "RESELLER AGREEMENT", "1. Everything is as before.")).Worked("publishAgreement");

        var accepted = (await anna.SendAsync("{ reseller { acceptedAgreement { version acceptedAt acceptedFrom } } }")).Worked();
        Assert.Equal((1, "127.0.0.1"), (accepted.Number("reseller.acceptedAgreement.version"), accepted.Text("reseller.acceptedAgreement.acceptedFrom")));
        Assert.Equal(World.Begins, DateTimeOffset.Parse(accepted.Text("reseller.acceptedAgreement.acceptedAt"), CultureInfo.InvariantCulture));
        var first = (await anna.SendAsync("{ agreement(version: 1) { version text } }")).Worked();
        Assert.StartsWith("RESELLER AGREEMENT\n\nThis agreement is between", first.Text("agreement.text"), StringComparison.Ordinal);

        var unknown = await world.Anonymous().SendAsync("{ agreement(version: 3) { version } }");
        Assert.Equal("INVALID_INPUT", unknown.Codes[0]);
        Assert.Contains("1 to 2", unknown.Json.GetProperty("errors")[0].GetProperty("message").GetString(), StringComparison.Ordinal);

        var versions = (await @operator.SendAsync("{ agreementVersions { version acceptedBy } }")).Worked();
        Assert.Equal((2, 0), (versions.Number("agreementVersions.0.version"), versions.Number("agreementVersions.0.acceptedBy")));
        Assert.Equal((1, 1), (versions.Number("agreementVersions.1.version"), versions.Number("agreementVersions.1.acceptedBy")));
        Assert.Equal("FORBIDDEN", (await anna.SendAsync("{ agreementVersions { version } }")).Codes[0]);
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
