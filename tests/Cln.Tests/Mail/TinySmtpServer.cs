using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MimeKit;

namespace Cln.Tests.Mail;

/// <summary>A mail server that speaks just enough SMTP on a port of its own, and keeps what it gets.</summary>
internal sealed class TinySmtpServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task accepting;

    public TinySmtpServer()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public ConcurrentQueue<MimeMessage> Messages { get; } = [];

    /// <summary>What the server says to the next recipients, such as "451 Try later"; null accepts them.</summary>
    public string? Refusal { get; set; }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(stop.Token);
                await TalkAsync(client.GetStream());
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 tiny");
        while (await reader.ReadLineAsync(stop.Token) is { } command)
        {
            var isData = command == "DATA";
            if (isData)
            {
                await writer.WriteLineAsync("354 Go on");
                Messages.Enqueue(await ReadMessageAsync(reader));
            }

            await writer.WriteLineAsync(
                command.StartsWith("EHLO", StringComparison.Ordinal) ? "250 tiny" :
                command.StartsWith("RCPT", StringComparison.Ordinal) ? Refusal ?? "250 OK" :
                command == "QUIT" ? "221 Bye" : "250 OK");
            if (command == "QUIT") return;
        }
    }

    private async Task<MimeMessage> ReadMessageAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(stop.Token) is { } line && line != ".")
            text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        return await MimeMessage.LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text.ToString())), stop.Token);
    }
}
