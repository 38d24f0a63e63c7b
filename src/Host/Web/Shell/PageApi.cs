using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cln.Host.Access;
using Cln.Host.Graph;
using Cln.Host.Graph.Transport;
using Cln.Pages;
using GraphQL;
using Microsoft.AspNetCore.Components.Authorization;

namespace Cln.Host.Web.Shell;

/// <summary>The pages' way to the API: the same executor, limits and rights as for every client, without the wire.</summary>
internal sealed class PageApi(GraphExecutor executor, IServiceScopeFactory scopes, Authentication authentication, AuthenticationStateProvider states, ResultWriter writer, IGraphQLTextSerializer serializer, SessionWatch watch) : IApi
{
    private static readonly TimeSpan lookAgain = TimeSpan.FromSeconds(15);

    private static readonly JsonSerializerOptions json = new(JsonSerializerDefaults.Web) { Converters = { new MoneyText() } };

    public async Task<T> AskAsync<T>(ApiDocument document, object? variables = null, CancellationToken cancellation = default)
    {
        using var answer = await RunAsync(document, variables, cancellation);
        return answer.RootElement.GetProperty("data").Deserialize<T>(json)!;
    }

    public async Task<Outcome<T>> SendAsync<T>(ApiDocument document, object? variables = null, CancellationToken cancellation = default)
    {
        JsonElement payload;
        try
        {
            using var answer = await RunAsync(document, variables, cancellation);
            payload = answer.RootElement.GetProperty("data").EnumerateObject().Single().Value.Clone();
        }
        catch (ApiRefused refused)
        {
            return new(default, refused.Problem);
        }

        return payload.TryGetProperty("errors", out var errors) && errors is { ValueKind: JsonValueKind.Array } && errors.GetArrayLength() > 0
            ? new(default, Told(errors[0]))
            : new(payload.Deserialize<T>(json), null);
    }

    public async IAsyncEnumerable<T> ListenAsync<T>(ApiDocument document, object? variables = null, string? after = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var scope = await SignInAsync(cancellation);
        scope.ServiceProvider.GetRequiredService<ResumePoint>().Cursor = after;
        var caller = scope.ServiceProvider.GetRequiredService<Caller>();
        var result = await executor.ExecuteAsync(Request(document, variables), scope.ServiceProvider, cancellation);
        if (!result.IsStream())
        {
            using var refused = JsonDocument.Parse(await writer.TextAsync(result, cancellation));
            throw Refused(refused.RootElement.GetProperty("errors")[0]);
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _ = EndWithRightsAsync(caller, ended);
        await foreach (var one in result.Stream().WithCancellation(ended.Token))
        {
            using var told = JsonDocument.Parse(await writer.TextAsync(one, ended.Token));
            if (told.RootElement.TryGetProperty("errors", out _)) continue;
            yield return told.RootElement.GetProperty("data").EnumerateObject().Single().Value.Deserialize<T>(json)!;
        }
    }

    private async Task<JsonDocument> RunAsync(ApiDocument document, object? variables, CancellationToken cancellation)
    {
        // What the API says and writes doesn't depend on who reads the page.
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        await using var scope = await SignInAsync(cancellation);
        var result = await executor.ExecuteAsync(Request(document, variables), scope.ServiceProvider, cancellation);
        var answer = JsonDocument.Parse(await writer.TextAsync(result, cancellation));
        if (!answer.RootElement.TryGetProperty("errors", out var errors)) return answer;
        using (answer) throw Refused(errors[0]);
    }

    private async Task<AsyncServiceScope> SignInAsync(CancellationToken cancellation)
    {
        var scope = scopes.CreateAsyncScope();
        var user = (await states.GetAuthenticationStateAsync()).User;
        var caller = scope.ServiceProvider.GetRequiredService<Caller>();
        caller.Address = PageUser.AddressOf(user);
        caller.RequestId = Guid.CreateVersion7().ToString("N");
        if (PageUser.SecretOf(user) is not { } secret || await authentication.SignInAsync(scope.ServiceProvider, secret, cancellation)) return scope;
        watch.Ended();
        return scope;
    }

    private async Task EndWithRightsAsync(Caller caller, CancellationTokenSource ended)
    {
        try
        {
            while (!ended.IsCancellationRequested)
            {
                await Task.Delay(lookAgain, TimeProvider.System, ended.Token);
                await using var scope = await SignInAsync(ended.Token);
                var now = scope.ServiceProvider.GetRequiredService<Caller>();
                if (now.Principal == caller.Principal && now.Scopes.SetEquals(caller.Scopes)) continue;
                await ended.CancelAsync();
                watch.Forbade();
            }
        }
        catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException)
        {
            // Nobody listens any more.
        }
    }

    private GraphRequest Request(ApiDocument document, object? variables) =>
        new(document.Text, OperationName: null, variables is null ? null : serializer.Deserialize<Inputs>(JsonSerializer.Serialize(variables, json)), Extensions: null);

    private ApiRefused Refused(JsonElement error)
    {
        var code = error.TryGetProperty("extensions", out var extensions) && extensions.TryGetProperty("code", out var told) ? told.GetString()! : "INTERNAL_ERROR";
        if (code is "FORBIDDEN" or "UNAUTHENTICATED") watch.Forbade();
        return new(new(code, error.GetProperty("message").GetString()!));
    }

    private static Problem Told(JsonElement error)
    {
        var problem = new Problem(
            error.TryGetProperty("code", out var code) ? code.GetString()! : "UNKNOWN",
            error.TryGetProperty("message", out var message) ? message.GetString()! : "",
            error.TryGetProperty("field", out var field) ? field.GetString() : null);
        return problem with { IsFinal = problem.Code != "IDEMPOTENCY_IN_PROGRESS" };
    }

    private sealed class MoneyText : JsonConverter<Money>
    {
        public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Amount(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());

        /// <summary>As the API writes it, which may be more than can be sent in.</summary>
        private static Money Amount(string text) => new((long)(decimal.Parse(text, CultureInfo.InvariantCulture) * 100));
    }
}
