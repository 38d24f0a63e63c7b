using System.Text;
using Cln.Host.Graph.Limits;
using GraphQL;

namespace Cln.Host.Graph.Transport;

/// <summary>Results as JSON, of so many bytes at most: one that has more becomes an error that says so.</summary>
internal sealed class ResultWriter(IGraphQLTextSerializer serializer, TransportLimits limits)
{
    /// <summary>The result as UTF-8, whole, and the result that it is: another one when that was too large.</summary>
    public async Task<(MemoryStream Body, ExecutionResult Result)> WriteAsync(ExecutionResult result, CancellationToken cancellation)
    {
        try
        {
            return (await SerializeAsync(result, cancellation), result);
        }
        catch (Refusal tooLarge)
        {
            var instead = new ExecutionResult { Errors = [tooLarge] };
            return (await SerializeAsync(instead, cancellation), instead);
        }
    }

    /// <summary>The result as text.</summary>
    public async Task<string> TextAsync(ExecutionResult result, CancellationToken cancellation)
    {
        var (body, _) = await WriteAsync(result, cancellation);
        using (body) return Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
    }

    private async Task<MemoryStream> SerializeAsync(ExecutionResult result, CancellationToken cancellation)
    {
        var body = new BoundedStream(limits.ResponseBytes);
        try
        {
            await serializer.WriteAsync(body, result, cancellation);
            return body;
        }
        catch
        {
            await body.DisposeAsync();
            throw;
        }
    }

    private sealed class BoundedStream(int most) : MemoryStream
    {
        // All other ways to write end here.
        public override void Write(byte[] buffer, int offset, int count)
        {
            if (Length + count > most) throw Refusal.AnswerTooLarge(most);
            base.Write(buffer, offset, count);
        }
    }
}
