namespace CoScheduler.Tests.Master;

/// <summary>What a stand-in was told, in order, to be waited for.</summary>
internal sealed class Recorded<T>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly Lock _gate = new();
    private readonly List<T> _items = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public T[] All
    {
        get
        {
            lock (_gate)
            {
                return [.. _items];
            }
        }
    }

    public void Add(T item)
    {
        TaskCompletionSource more;
        lock (_gate)
        {
            _items.Add(item);
            (more, _more) = (_more, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        more.SetResult();
    }

    public Task<TItem> WaitForAsync<TItem>()
        where TItem : T =>
        WaitForAsync<TItem>(_ => true);

    public async Task<TItem> WaitForAsync<TItem>(Func<TItem, bool> condition)
        where TItem : T
    {
        while (true)
        {
            var (found, more) = Look(condition);
            if (found.Length > 0)
            {
                return found[0];
            }

            await more.WaitAsync(Limit);
        }
    }

    private (TItem[] Found, Task More) Look<TItem>(Func<TItem, bool> condition)
        where TItem : T
    {
        lock (_gate)
        {
            return ([.. _items.OfType<TItem>().Where(condition)], _more.Task);
        }
    }
}
