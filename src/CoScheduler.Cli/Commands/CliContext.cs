using System.CommandLine;
using CoScheduler.Cli.Api;
using CoScheduler.Cli.Output;

namespace CoScheduler.Cli.Commands;

/// <summary>What every verb works with: the server, the printer, and the errors that all have in common.</summary>
internal sealed class CliContext(ApiClient api, Printer print)
{
    public ApiClient Api { get; } = api;

    public Printer Print { get; } = print;

    /// <summary>Runs a verb against the server that the options name.</summary>
    public static async Task<int> RunAsync(ParseResult parse, Func<CliContext, Task<int>> verb)
    {
        var print = new Printer(GlobalOptions.Format(parse), parse.InvocationConfiguration.Output, parse.InvocationConfiguration.Error);
        if (!Uri.TryCreate(parse.GetValue(GlobalOptions.Server), UriKind.Absolute, out var server) || (server.Scheme != Uri.UriSchemeHttp && server.Scheme != Uri.UriSchemeHttps))
        {
            print.Note($"coscheduler: `{parse.GetValue(GlobalOptions.Server)}` is no URL; write for example http://127.0.0.1:7070.");
            return ExitCode.BadCommandLine;
        }

        string? token;
        try
        {
            token = GlobalOptions.Token(parse);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            print.Note($"coscheduler: the token file can't be read: {e.Message}");
            return ExitCode.BadCommandLine;
        }

        using var api = new ApiClient(server, token);
        try
        {
            return await verb(new CliContext(api, print));
        }
        catch (HttpRequestException e)
        {
            print.Note($"coscheduler: no server at {server}: {e.Message.TrimEnd('.')}. Start one with `coscheduler up`, or name it with --server.");
            return ExitCode.NoServer;
        }
        catch (IOException e)
        {
            print.Note($"coscheduler: the connection to {server} broke off: {e.Message}");
            return ExitCode.NoServer;
        }
    }

    /// <summary>Prints what was refused, if it was.</summary>
    public int Done(ApiAnswer answer, Action<ApiAnswer> print)
    {
        if (answer.Ok)
        {
            print(answer);
        }
        else
        {
            Print.Note($"coscheduler: {answer.Error()}");
        }

        return answer.ExitCode;
    }
}
