namespace CoScheduler.Spark.Protocol;

/// <summary>What every request of a session carries.</summary>
internal interface ISessionRequest
{
    string SessionId { set; }

    UserContext UserContext { set; }

    string ClientType { set; }

    string ClientObservedServerSideSessionId { set; }
}

/// <summary>What every answer to a session carries.</summary>
internal interface ISessionResponse
{
    string ServerSideSessionId { get; }
}

internal sealed partial class AnalyzePlanRequest : ISessionRequest;

internal sealed partial class ConfigRequest : ISessionRequest;

internal sealed partial class InterruptRequest : ISessionRequest;

internal sealed partial class ExecutePlanRequest : ISessionRequest;

internal sealed partial class ReattachExecuteRequest : ISessionRequest;

internal sealed partial class ReleaseExecuteRequest : ISessionRequest;

internal sealed partial class FetchErrorDetailsRequest : ISessionRequest;

internal sealed partial class AddArtifactsRequest : ISessionRequest;

internal sealed partial class ArtifactStatusesRequest : ISessionRequest;

internal sealed partial class CloneSessionRequest : ISessionRequest;

internal sealed partial class AnalyzePlanResponse : ISessionResponse;

internal sealed partial class ConfigResponse : ISessionResponse;

internal sealed partial class InterruptResponse : ISessionResponse;

internal sealed partial class ExecutePlanResponse : ISessionResponse;

internal sealed partial class ReleaseExecuteResponse : ISessionResponse;

internal sealed partial class FetchErrorDetailsResponse : ISessionResponse;

internal sealed partial class AddArtifactsResponse : ISessionResponse;

internal sealed partial class ArtifactStatusesResponse : ISessionResponse;

internal sealed partial class CloneSessionResponse : ISessionResponse;
