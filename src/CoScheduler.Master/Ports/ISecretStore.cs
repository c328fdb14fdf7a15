namespace CoScheduler.Master;

/// <summary>Secrets that tasks share, kept beside the journal and readable by the owner only; never journaled or logged.</summary>
public interface ISecretStore
{
    /// <summary>A secret by name, made (32 random bytes, base64url) when it is first asked for.</summary>
    /// <param name="name">Its name, for example <c>spark/analytics.realtime</c>.</param>
    /// <returns>Its value.</returns>
    string GetOrCreate(string name);

    /// <summary>A secret by name.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Its value, or null if there is none.</returns>
    string? Find(string name);
}
