using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace ClnReseller.Sample;

/// <summary>An operation: its document, whose variables are the record's own members, and the type of its answer.</summary>
public interface IOperation<TData>
{
    string Document();
}

/// <summary>The API of a portal. The same request is sent again when its answer got lost: mutations have a key that makes that harmless.</summary>
public sealed class ClnApi(Uri portal, string token)
{
    private static readonly JsonSerializerOptions strict = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly HttpClient http = new() { BaseAddress = portal, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };

    public async Task<TData> SendAsync<TData>(IOperation<TData> operation, CancellationToken cancellation = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var response = await http.PostAsJsonAsync("/graphql", new { query = operation.Document(), variables = (object)operation }, strict, cancellation);
                var answer = await response.Content.ReadFromJsonAsync<Answer<TData>>(strict, cancellation);
                if (answer?.Errors is [var error, ..]) throw new InvalidOperationException($"{error.Extensions.GetValueOrDefault("code")}: {error.Message}");
                return answer is { Data: { } data } ? data : throw new InvalidOperationException($"There is no answer: {response.StatusCode}.");
            }
            catch (HttpRequestException) when (attempt < 3)
            {
                await Task.Delay(TimeSpan.FromSeconds(attempt), cancellation);
            }
        }
    }

    /// <summary>All licences, page by page.</summary>
    public async IAsyncEnumerable<License> LicensesAsync()
    {
        for (var page = new Licenses(After: null); ;)
        {
            var (nodes, pageInfo) = (await SendAsync(page)).IpLicenses;
            foreach (var license in nodes) yield return license;
            if (!pageInfo.HasNextPage) yield break;
            page = new(pageInfo.EndCursor);
        }
    }

    private sealed record Answer<TData>(TData? Data = default, IReadOnlyList<RequestError>? Errors = null);

    private sealed record RequestError(string Message, Dictionary<string, JsonElement> Extensions);
}
