using CoScheduler.Spark.Protocol;

namespace CoScheduler.Spark.Connect;

/// <summary>The three ways to interrupt. The server answers before what runs has ended.</summary>
internal static class Interrupts
{
    public static Task<IReadOnlyList<string>> AllAsync(SessionClient client, CancellationToken cancellationToken) =>
        SendAsync(client, new InterruptRequest { InterruptType = InterruptRequest.Types.InterruptType.All }, cancellationToken);

    public static Task<IReadOnlyList<string>> TagAsync(SessionClient client, string tag, CancellationToken cancellationToken) =>
        SendAsync(client, new InterruptRequest { InterruptType = InterruptRequest.Types.InterruptType.Tag, OperationTag = tag }, cancellationToken);

    public static Task<IReadOnlyList<string>> OperationAsync(SessionClient client, Guid operationId, CancellationToken cancellationToken) =>
        SendAsync(
            client,
            new InterruptRequest { InterruptType = InterruptRequest.Types.InterruptType.OperationId, OperationId = operationId.ToString() },
            cancellationToken);

    private static async Task<IReadOnlyList<string>> SendAsync(SessionClient client, InterruptRequest request, CancellationToken cancellationToken)
    {
        var response = await client.CallAsync(request, (message, options) => client.Service.InterruptAsync(message, options), cancellationToken);
        return response.InterruptedIds;
    }
}
