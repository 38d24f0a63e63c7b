using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Cln.Tests.Data;

namespace Cln.Tests.FakeProviders;

/// <summary>The providers' books, in a process of its own that is killed.</summary>
public sealed class BooksTests
{
    [Fact]
    public async Task Whatever_was_answered_is_in_the_books_after_a_kill_and_a_torn_line_isn_t()
    {
        var folder = TestFolder.Create();
        try
        {
            Dictionary<string, string> acknowledged = new(StringComparer.Ordinal);
            await using (var program = await ProgramAsync(folder))
            {
                var storm = Task.WhenAll(Enumerable.Range(0, 8).Select(worker => PayAsync(program.Http, worker, acknowledged)));
                while (Count(acknowledged) < 40) await Task.Delay(10);
                program.Kill();
                await storm;
            }

            await File.AppendAllTextAsync(Path.Combine(folder, "books.jsonl"), """[{"Kind":"StripeCustomer","Value":{"Id":"cus_to""");
            await using var again = await ProgramAsync(folder);
            var books = await again.Http.GetFromJsonAsync<JsonElement>("/_books");
            var charges = books.GetProperty("charges").EnumerateArray().ToDictionary(charge => charge.Text("key"), charge => charge);

            Assert.All(acknowledged, pair => Assert.Equal(pair.Value, charges[pair.Key].Text("id")));
            Assert.All(charges.Values, charge => Assert.Equal(1, charge.GetProperty("effects").GetInt32()));
            foreach (var (key, charge) in acknowledged.Take(5)) Assert.Equal(charge, await PayAsync(again.Http, key));
            Assert.Equal(charges.Count, (await again.Http.GetFromJsonAsync<JsonElement>("/_books")).GetProperty("charges").GetArrayLength());
        }
        finally
        {
            TestFolder.Delete(folder);
        }
    }

    private static async Task PayAsync(HttpClient http, int worker, Dictionary<string, string> acknowledged)
    {
        for (var i = 0; i < 10_000; i++)
        {
            try
            {
                var charge = await PayAsync(http, $"{worker}-{i}");
                lock (acknowledged) acknowledged[$"{worker}-{i}"] = charge;
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException or OperationCanceledException or JsonException)
            {
                return;
            }
        }
    }

    /// <summary>Makes and confirms a payment under keys of its own: the same again answers the same charge.</summary>
    private static async Task<string> PayAsync(HttpClient http, string key)
    {
        var made = await PostAsync(http, "/v1/payment_intents", $"{key}:create", ("amount", "2000"), ("currency", "usd"), ("payment_method", "pm_card_visa"), ("metadata[attempt_id]", key));
        return (await PostAsync(http, $"/v1/payment_intents/{made.Text("id")}/confirm", $"{key}:confirm")).Text("latest_charge");
    }

    private static async Task<JsonElement> PostAsync(HttpClient http, string path, string key, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value))) };
        request.Headers.Authorization = new("Bearer", "sk_test_books");
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await http.SendAsync(request);
        return await answer.JsonAsync();
    }

    private static int Count(Dictionary<string, string> acknowledged)
    {
        lock (acknowledged) return acknowledged.Count;
    }

    private static async Task<Running> ProgramAsync(string folder)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Cln.FakeProviders.dll"), "--Urls=http://127.0.0.1:0", $"--Fakes:Folder={folder}"]) { RedirectStandardOutput = true, UseShellExecute = false };
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Split(" are played at ") is [_, var address]) return new(process, new HttpClient { BaseAddress = new(address) });
        }

        throw new InvalidOperationException("The program ended before it listened.");
    }

    private sealed record Running(Process Process, HttpClient Http) : IAsyncDisposable
    {
        public void Kill() => Process.Kill();

        public async ValueTask DisposeAsync()
        {
            if (!Process.HasExited) Process.Kill();
            await Process.WaitForExitAsync();
            Process.Dispose();
            Http.Dispose();
        }
    }
}
