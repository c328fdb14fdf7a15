using CoScheduler.Spark.Protocol;
using Google.Protobuf.WellKnownTypes;

namespace CoScheduler.Tests.Spark;

/// <summary>A gRPC failure as a server sends it.</summary>
internal sealed class FakeFailure(int code, string message, Status? details = null) : Exception(message)
{
    private const int Internal = 13;
    private const int Unavailable = 14;

    public int Code => code;

    public Status? Details => details;

    /// <summary>As Spark reports its exceptions.</summary>
    public static FakeFailure OfSpark(string errorClass, string message, string? errorId = null, params string[] types)
    {
        var info = new ErrorInfo { Reason = types.FirstOrDefault() ?? "org.apache.spark.SparkException", Domain = "org.apache.spark" };
        info.Metadata["errorClass"] = errorClass;
        info.Metadata["sqlState"] = "HY000";
        info.Metadata["classes"] = System.Text.Json.JsonSerializer.Serialize(types);
        info.Metadata["messageParameters"] = """{"name":"value"}""";
        if (errorId is not null)
        {
            info.Metadata["errorId"] = errorId;
        }

        return new FakeFailure(Internal, message, new Status { Code = Internal, Message = message, Details = { Any.Pack(info) } });
    }

    /// <summary>As a server that is overloaded asks to be called again later.</summary>
    public static FakeFailure Later(TimeSpan delay) =>
        new(Unavailable, "later", new Status { Code = Unavailable, Details = { Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(delay) }) } });
}
