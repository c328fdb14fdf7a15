namespace CoScheduler.Client;

/// <summary>
/// Makes "at least once" into once: events are numbered within their attempts, so what is not behind the last one was seen, or
/// is of an attempt that is void.
/// </summary>
internal sealed class ReplyFilter
{
    private int _attempt = -1;
    private long _sequence = -1;
    private bool _isOver;

    /// <summary>Judges an event.</summary>
    /// <param name="received">The event.</param>
    /// <returns>Whether it is new.</returns>
    public bool Accept(AnalysisEvent received)
    {
        if (_isOver || !IsNew(received))
        {
            return false;
        }

        _isOver = received.EndsRequest;
        return true;
    }

    private bool IsNew(AnalysisEvent received)
    {
        if (received is not { Attempt: { } attempt, Sequence: { } sequence })
        {
            return true;
        }

        if (attempt < _attempt || (attempt == _attempt && sequence <= _sequence))
        {
            return false;
        }

        (_attempt, _sequence) = (attempt, sequence);
        return true;
    }
}
