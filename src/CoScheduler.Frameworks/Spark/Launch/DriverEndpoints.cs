namespace CoScheduler.Frameworks.Spark;

/// <summary>Where a driver is reached. Its ports are chosen before it starts and stay for its life.</summary>
/// <param name="Host">The address that it binds and that executors use.</param>
/// <param name="DriverPort">Where executors register.</param>
/// <param name="BlockPort">Its block manager.</param>
/// <param name="UiPort">REST and metrics.</param>
/// <param name="ConnectPort">Spark Connect.</param>
public sealed record DriverEndpoints(string Host, int DriverPort, int BlockPort, int UiPort, int ConnectPort);
