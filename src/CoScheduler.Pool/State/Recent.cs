namespace CoScheduler.Pool.State;

/// <summary>What was last put in, so much of it: the oldest goes first.</summary>
internal sealed class Recent<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Dictionary<TKey, TValue> _values = [];
    private Queue<TKey> _order = new();

    public IEnumerable<KeyValuePair<TKey, TValue>> InOrder => _order.Select(key => KeyValuePair.Create(key, _values[key]));

    public bool TryGet(TKey key, out TValue? value) => _values.TryGetValue(key, out value);

    public void Remove(Func<TKey, bool> which)
    {
        var kept = _order.Where(key => !which(key)).ToList();
        foreach (var key in _order.Where(which))
        {
            _values.Remove(key);
        }

        _order = new Queue<TKey>(kept);
    }

    public void Put(TKey key, TValue value)
    {
        if (!_values.TryAdd(key, value))
        {
            _values[key] = value;
            return;
        }

        _order.Enqueue(key);
        if (_order.Count > capacity)
        {
            _values.Remove(_order.Dequeue());
        }
    }
}
