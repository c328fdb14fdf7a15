namespace CoScheduler.Spark.Connect;

/// <summary>What listens did not begin as every HTTP/2 server begins, so that no gRPC can be spoken with it.</summary>
internal sealed class NoHttp2Exception(string message, Exception? innerException = null) : IOException(message, innerException);
