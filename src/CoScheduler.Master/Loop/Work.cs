namespace CoScheduler.Master.Loop;

/// <summary>Something to do on the pool's own thread, between two steps.</summary>
internal abstract class Work
{
    public abstract void Run(Turn turn);

    /// <summary>The loop ended before the turn was committed.</summary>
    public abstract void Fail(Exception exception);
}

/// <summary>Work whose answer is released once its turn is committed.</summary>
internal sealed class Work<T>(Func<Turn, T> body) : Work
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Answer => _answer.Task;

    public override void Run(Turn turn)
    {
        var value = body(turn);
        turn.AfterCommit(_ => _answer.TrySetResult(value));
    }

    public override void Fail(Exception exception) => _answer.TrySetException(exception);
}

/// <summary>A question to the pool. That it throws is the asker's fault and does not stop the loop.</summary>
internal sealed class Question<T>(Func<Turn, T> body) : Work
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Answer => _answer.Task;

    public override void Run(Turn turn)
    {
        try
        {
            var value = body(turn);
            turn.AfterCommit(_ => _answer.TrySetResult(value));
        }
        catch (Exception exception)
        {
            _answer.TrySetException(exception);
        }
    }

    public override void Fail(Exception exception) => _answer.TrySetException(exception);
}

/// <summary>Nobody waits for it: what substrates tell, and the timer.</summary>
internal sealed class Notice(Action<Turn> body) : Work
{
    public static readonly Notice Wake = new(static _ => { });

    public override void Run(Turn turn) => body(turn);

    public override void Fail(Exception exception)
    {
        // Nothing was promised to anybody; the loop reports its own end.
    }
}
