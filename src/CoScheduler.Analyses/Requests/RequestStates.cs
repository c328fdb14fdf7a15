using System.Text.Json;

namespace CoScheduler.Analyses;

/// <summary>The states' names on the wire.</summary>
public static class RequestStates
{
    /// <summary>A state's name.</summary>
    /// <param name="state">The state.</param>
    /// <returns>For example <c>running</c>.</returns>
    public static string Name(this RequestState state) => JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());

    /// <summary>A state by its name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The state, or null.</returns>
    public static RequestState? Find(string name) =>
        Enum.GetValues<RequestState>().Select(s => (RequestState?)s).FirstOrDefault(s => s!.Value.Name() == name);
}
