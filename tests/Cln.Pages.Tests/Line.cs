using System.Net;
using System.Net.Sockets;

namespace Cln.Pages.Tests;

/// <summary>The network between a browser and the host, which a test can cut, mend, and lead to another host.</summary>
internal sealed class Line : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource over = new();
    private readonly Task accepting;
    private CancellationTokenSource calls = new();
    private Uri host;

    public Line(Uri host)
    {
        this.host = host;
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>What the browser calls.</summary>
    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    private bool IsCut { get; set; }

    /// <summary>Ends all calls, and takes no new ones until it is mended.</summary>
    public void Cut()
    {
        IsCut = true;
        calls.Cancel();
        calls = new();
    }

    public void Mend() => IsCut = false;

    /// <summary>Ends all calls; new ones come to another host.</summary>
    public void LeadTo(Uri other)
    {
        host = other;
        Cut();
        Mend();
    }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        Cut();
        listener.Stop();
        await accepting;
        calls.Dispose();
        over.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var caller = await listener.AcceptTcpClientAsync(over.Token);
                if (IsCut) caller.Close();
                else _ = CarryAsync(caller, calls.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task CarryAsync(TcpClient caller, CancellationToken cut)
    {
        using (caller)
        using (var called = new TcpClient())
        {
            try
            {
                await called.ConnectAsync(host.Host, host.Port, cut);
                await Task.WhenAny(caller.GetStream().CopyToAsync(called.GetStream(), cut), called.GetStream().CopyToAsync(caller.GetStream(), cut));
            }
            catch (Exception ended) when (ended is OperationCanceledException or IOException or SocketException)
            {
                // One of both has hung up.
            }
        }
    }
}
