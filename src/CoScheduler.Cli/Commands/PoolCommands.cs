using System.CommandLine;

namespace CoScheduler.Cli.Commands;

/// <summary>Verbs that look at the pool and steer its agents.</summary>
internal static class PoolCommands
{
    private static readonly string[] AgentStates = ["active", "cordoned", "draining", "away", "lost"];

    public static IEnumerable<Command> Create()
    {
        yield return new Command("role", "Roles: what each may have, has and wants.")
        {
            Verbs.List("role", "Lists the roles.", "v1/roles", [], "name", "guarantee", "limit", "weight", "fairShare", "used", "kept", "wanted", "lent", "borrowed"),
            Verbs.Show("role", "Shows a role.", "NAME", "v1/roles/"),
        };
        yield return new Command("agent", "Agents: the machines of the pool.")
        {
            Verbs.List("agent", "Lists the agents.", "v1/agents", AgentStates, "id", "state", "total", "free", "allocated", "held", "offered", "tasks"),
            Verbs.Show("agent", "Shows an agent.", "NAME", "v1/agents/"),
            Steering("cordon", "Nothing new starts on the agent.", "cordoned"),
            Steering(
                "drain",
                "Nothing new starts on the agent, and what runs there is reclaimed with grace.",
                "draining",
                new Option<string?>("--deadline") { Description = "how long its tasks may take at most to go, for example 10m", HelpName = "DURATION" }),
            Steering("resume", "Undoes cordon and drain.", "resumed"),
            Verbs.Change("agent", "remove", "Forgets an agent that is gone for good; refused while anything runs on it.", "NAME", "forgotten", (api, id, query, cancellationToken) =>
                api.DeleteAsync($"v1/agents/{id}{query}", cancellationToken)),
        };
        yield return new Command("framework", "Frameworks: who asks for capacity.")
        {
            Verbs.List("framework", "Lists the frameworks with their demand.", "v1/frameworks", [], "id", "name", "roles", "allocations"),
            Verbs.Show("framework", "Shows a framework with its demand.", "ID", "v1/frameworks/"),
            Verbs.Change("framework", "remove", "Tears a framework down: its demand and offers go, its tasks are stopped with grace.", "ID", "torn down", (api, id, query, cancellationToken) =>
                api.DeleteAsync($"v1/frameworks/{id}{query}", cancellationToken)),
        };
        yield return new Command("offer", "Offers that nobody has answered yet.")
        {
            Verbs.List("offer", "Lists the offers.", "v1/offers", [], "id", "framework", "role", "agent", "resources", "guaranteed", "deadline"),
        };
    }

    private static Command Steering(string verb, string description, string done, params Option<string?>[] options) => Verbs.Change(
        "agent",
        verb,
        description,
        "NAME",
        done,
        (api, id, query, cancellationToken) => api.PostAsync($"v1/agents/{id}/{verb}{query}", null, cancellationToken),
        options);
}
