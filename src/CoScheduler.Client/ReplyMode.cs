namespace CoScheduler.Client;

/// <summary>Which events are sent.</summary>
public enum ReplyMode
{
    /// <summary>All, as they happen.</summary>
    Events,

    /// <summary>Only the one that ends the request, with the rows in it; fails with <c>result_too_large</c> above the broker's message limit.</summary>
    Final,
}
