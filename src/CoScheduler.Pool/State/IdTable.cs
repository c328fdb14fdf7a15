namespace CoScheduler.Pool.State;

/// <summary>Entries by numbers that only rise: found, added and removed at once, walked in order.</summary>
internal sealed class IdTable<T>
    where T : class
{
    private const int PageSize = 512;

    private readonly List<Page?> _pages = [];
    private long _firstPage;
    private Page? _spare;

    public int Count { get; private set; }

    /// <summary>In the order of their numbers. What is added or removed meanwhile may or may not be seen.</summary>
    public IEnumerable<T> Values
    {
        get
        {
            for (var i = 0; i < _pages.Count; i++)
            {
                for (var j = 0; j < PageSize && i < _pages.Count && _pages[i] is { } page; j++)
                {
                    if (page.Entries[j] is { } entry)
                    {
                        yield return entry;
                    }
                }
            }
        }
    }

    public T this[long id] => Find(id) ?? throw new KeyNotFoundException($"There is nothing with number {id}.");

    public T? Find(long id)
    {
        var page = (id / PageSize) - _firstPage;
        return id >= 0 && page >= 0 && page < _pages.Count ? _pages[(int)page]?.Entries[id % PageSize] : null;
    }

    public bool TryGetValue(long id, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out T? entry) => (entry = Find(id)) is not null;

    public bool ContainsKey(long id) => Find(id) is not null;

    public void Add(long id, T entry)
    {
        var number = id / PageSize;
        if (_pages.Count == 0)
        {
            _firstPage = number;
        }

        if (number < _firstPage)
        {
            _pages.InsertRange(0, new Page?[_firstPage - number]);
            _firstPage = number;
        }

        while (_pages.Count <= number - _firstPage)
        {
            _pages.Add(null);
        }

        var page = _pages[(int)(number - _firstPage)] ??= TakePage();
        if (page.Entries[id % PageSize] is not null)
        {
            throw new ArgumentException($"Number {id} is taken.", nameof(id));
        }

        page.Entries[id % PageSize] = entry;
        page.Count++;
        Count++;
    }

    /// <summary>Removes what has a number, if anything has.</summary>
    public void Remove(long id)
    {
        if (Find(id) is null)
        {
            return;
        }

        var index = (int)((id / PageSize) - _firstPage);
        var page = _pages[index]!;
        page.Entries[id % PageSize] = null;
        Count--;
        if (--page.Count > 0)
        {
            return;
        }

        (_pages[index], _spare) = (null, page);
        while (_pages.Count > 0 && _pages[^1] is null)
        {
            _pages.RemoveAt(_pages.Count - 1);
        }

        // Old pages go many at a time, so that it costs little each.
        var empty = _pages.FindIndex(kept => kept is not null);
        if (empty > 64 && empty > _pages.Count / 2)
        {
            _pages.RemoveRange(0, empty);
            _firstPage += empty;
        }
    }

    /// <summary>The one that was emptied last, for where little comes and goes the same page is used up again and again.</summary>
    private Page TakePage()
    {
        var page = _spare ?? new Page();
        _spare = null;
        return page;
    }

    private sealed class Page
    {
        public T?[] Entries { get; } = new T?[PageSize];

        public int Count { get; set; }
    }
}
