using System.Text;
using System.Threading.Channels;
using CoScheduler.Server.Api;
using CoScheduler.Tests.Analyses;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CoScheduler.Tests.Server.Api;

public sealed class ServerSentEventsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Channel<SentEvent> _events = Channel.CreateUnbounded<SentEvent>();
    private readonly MemoryStream _body = new();
    private readonly DefaultHttpContext _context = new();

    public ServerSentEventsTests() => _context.Response.Body = Stream.Synchronized(_body);

    private string Text => Encoding.UTF8.GetString(_body.ToArray());

    [Fact]
    public async Task Execute_Events_HaveIdNameAndData()
    {
        _events.Writer.TryWrite(new SentEvent("a/1", "running", "{\"x\":1}"));
        _events.Writer.TryWrite(new SentEvent("a/2", "done", "two\nlines"));
        _events.Writer.Complete();
        await StartAsync(endsWithNoContent: false);
        Assert.Equal("text/event-stream", _context.Response.ContentType);
        Assert.Equal("id: a/1\nevent: running\ndata: {\"x\":1}\n\nid: a/2\nevent: done\ndata: two\ndata: lines\n\n", Text);
    }

    [Theory]
    [InlineData(true, 204)]
    [InlineData(false, 200)]
    public async Task Execute_NothingLeft_TellsWhoResumesNotToComeBack(bool resumes, int status)
    {
        _events.Writer.Complete();
        await StartAsync(resumes);
        Assert.Equal(status, _context.Response.StatusCode);
    }

    [Fact]
    public async Task Execute_NothingHappens_WritesACommentEvery15Seconds()
    {
        var running = StartAsync(endsWithNoContent: false);
        for (var comments = 1; comments <= 2; comments++)
        {
            var wanted = string.Concat(Enumerable.Repeat(":\n\n", comments));
            await Until.TrueAsync(
                () =>
                {
                    _time.Advance(TimeSpan.FromSeconds(15));
                    return Text.StartsWith(wanted, StringComparison.Ordinal);
                },
                "a comment");
        }

        _events.Writer.Complete();
        await running;
    }

    [Fact]
    public async Task Execute_ReaderGoesAway_Ends()
    {
        using var gone = new CancellationTokenSource();
        _context.RequestAborted = gone.Token;
        var running = StartAsync(endsWithNoContent: false);
        await gone.CancelAsync();
        await running;
    }

    private Task StartAsync(bool endsWithNoContent) =>
        new ServerSentEvents(_time, _events.Reader.ReadAllAsync(_context.RequestAborted), endsWithNoContent).ExecuteAsync(_context);
}
