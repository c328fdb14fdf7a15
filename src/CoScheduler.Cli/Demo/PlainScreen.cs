using System.Globalization;

namespace CoScheduler.Cli.Demo;

/// <summary>One line a step, with the seconds since the start: for logs and pipes.</summary>
internal sealed class PlainScreen(TextWriter output, TimeProvider time) : IDemoScreen
{
    private readonly Lock _writing = new();
    private readonly long _start = time.GetTimestamp();

    public void Say(string line)
    {
        lock (_writing)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{time.GetElapsedTime(_start).TotalSeconds,6:F2}  {line}"));
        }
    }

    public void Show(DemoFrame frame)
    {
        // Only what changes is worth a line, and the story says that.
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
