namespace CoScheduler.Master;

/// <summary>Who gave a command, and why: kept with it in the journal.</summary>
/// <param name="By">A principal of the tokens file, or a user of this machine.</param>
/// <param name="Comment">What they said about it, or null.</param>
public sealed record Origin(string By, string? Comment);
