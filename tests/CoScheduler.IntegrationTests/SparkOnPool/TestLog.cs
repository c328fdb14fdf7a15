using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CoScheduler.IntegrationTests.SparkOnPool;

/// <summary>Collects log lines, for what a test prints.</summary>
internal sealed class TestLog
{
    private readonly ConcurrentQueue<string> _lines = new();

    public ILogger<T> For<T>() => new Logger<T>(_lines);

    public override string ToString() => string.Join('\n', _lines);

    private sealed class Logger<T>(ConcurrentQueue<string> lines) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                lines.Enqueue($"{DateTime.UtcNow:HH:mm:ss.fff} {logLevel} {typeof(T).Name}: {formatter(state, exception)} {exception}");
            }
        }
    }
}
