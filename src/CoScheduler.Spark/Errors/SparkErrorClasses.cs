namespace CoScheduler.Spark;

/// <summary>Error conditions of Spark Connect that callers decide by (its error-conditions.json).</summary>
public static class SparkErrorClasses
{
    /// <summary>The server knows no operation of that id: it was never sent, was released, or the server is another one.</summary>
    public const string OperationNotFound = "INVALID_HANDLE.OPERATION_NOT_FOUND";

    /// <summary>An operation of that id runs or ran.</summary>
    public const string OperationAlreadyExists = "INVALID_HANDLE.OPERATION_ALREADY_EXISTS";

    /// <summary>Nobody was attached to the operation for longer than the server waits.</summary>
    public const string OperationAbandoned = "INVALID_HANDLE.OPERATION_ABANDONED";

    /// <summary>The server knows no session of that id.</summary>
    public const string SessionNotFound = "INVALID_HANDLE.SESSION_NOT_FOUND";

    /// <summary>The session was released or was idle for too long.</summary>
    public const string SessionClosed = "INVALID_HANDLE.SESSION_CLOSED";

    /// <summary>The server was restarted: the session is no longer the one that was used.</summary>
    public const string SessionChanged = "INVALID_HANDLE.SESSION_CHANGED";

    /// <summary>Somebody else attached to the operation.</summary>
    public const string CursorDisconnected = "INVALID_CURSOR.DISCONNECTED";

    /// <summary>The response to continue from is no longer kept.</summary>
    public const string CursorPositionNotAvailable = "INVALID_CURSOR.POSITION_NOT_AVAILABLE";

    /// <summary>The response to continue from is not known.</summary>
    public const string CursorPositionNotFound = "INVALID_CURSOR.POSITION_NOT_FOUND";

    /// <summary>The operation was interrupted.</summary>
    public const string OperationCanceled = "OPERATION_CANCELED";
}
