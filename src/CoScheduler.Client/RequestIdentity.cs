namespace CoScheduler.Client;

/// <summary>A request's identity.</summary>
/// <param name="Source">Its source.</param>
/// <param name="Id">Its id.</param>
public readonly record struct RequestIdentity(string Source, string Id);
