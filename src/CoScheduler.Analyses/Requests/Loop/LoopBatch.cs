namespace CoScheduler.Analyses;

/// <summary>What the loop gathers for one transaction.</summary>
internal sealed class LoopBatch(DateTimeOffset now)
{
    private readonly Stack<Action> _undo = [];

    public DateTimeOffset Now { get; } = now;

    public List<StoreChange> Changes { get; } = [];

    /// <summary>What happens once it is kept, in order.</summary>
    public List<Action> Effects { get; } = [];

    /// <summary>Changes memory in a way that can be taken back, if the transaction fails.</summary>
    public void Do(Action change, Action undo)
    {
        change();
        _undo.Push(undo);
    }

    public void TakeBack()
    {
        while (_undo.TryPop(out var undo))
        {
            undo();
        }
    }
}
