namespace CoScheduler.Cli;

/// <summary>What the program's exit codes mean (contract.md section 1).</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int BadCommandLine = 2;
    public const int NoServer = 3;
    public const int Refused = 4;
    public const int TryAgain = 5;
    public const int DeadlinePassed = 124;
    public const int Interrupted = 130;
}
