namespace CoScheduler.Embedded.DuckDb;

/// <summary>
/// The threads that queries run on. A query holds its thread while it runs, so the thread pool, which frames are read and written on,
/// is no place for it; and the thread that became free last is taken first, for its caches and its memory are warm: one request after
/// another stays on one thread. Threads are made as they are needed, and kept.
/// </summary>
internal sealed class QueryThreads : TaskScheduler, IDisposable
{
    private readonly Lock _gate = new();
    private readonly Stack<QueryThread> _idle = new();
    private bool _disposed;

    /// <summary>How many threads have nothing to do.</summary>
    public int Idle
    {
        get
        {
            lock (_gate)
            {
                return _idle.Count;
            }
        }
    }

    /// <inheritdoc/>
    protected override void QueueTask(Task task)
    {
        QueryThread? thread;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _idle.TryPop(out thread);
        }

        (thread ?? new QueryThread(this)).Run(task);
    }

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => [];

    /// <summary>Lets the threads end that have nothing to do; the others end with what they do.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            while (_idle.TryPop(out var thread))
            {
                thread.Run(null);
            }
        }
    }

    private bool Rest(QueryThread thread)
    {
        lock (_gate)
        {
            if (!_disposed)
            {
                _idle.Push(thread);
            }

            return !_disposed;
        }
    }

    private sealed class QueryThread
    {
        private readonly QueryThreads _owner;
        private readonly SemaphoreSlim _ready = new(0);
        private Task? _task;

        public QueryThread(QueryThreads owner)
        {
            _owner = owner;
            new Thread(Loop) { IsBackground = true, Name = "query" }.Start();
        }

        /// <summary>Runs a task, or ends if there is none.</summary>
        public void Run(Task? task)
        {
            _task = task;
            _ready.Release();
        }

        private void Loop()
        {
            do
            {
                _ready.Wait();
                if (_task is not { } task)
                {
                    break;
                }

                _task = null;
                _owner.TryExecuteTask(task);
            }
            while (_owner.Rest(this));
            _ready.Dispose();
        }
    }
}
