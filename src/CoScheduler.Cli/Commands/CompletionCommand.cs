using System.CommandLine;

namespace CoScheduler.Cli.Commands;

/// <summary>Prints what makes a shell complete the program's words; the words come from the parser's suggest directive.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _coscheduler() {
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$(coscheduler "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _coscheduler coscheduler

        """;

    private const string Zsh = """
        _coscheduler() {
          local -a words_found
          words_found=("${(@f)$(coscheduler "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
          compadd -- $words_found
        }
        compdef _coscheduler coscheduler

        """;

    private const string Fish = """
        complete -f -c coscheduler -a '(coscheduler "[suggest:"(commandline -C)"]" (commandline -c) 2>/dev/null)'

        """;

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Verb("completion", "Prints what makes a shell complete the program's words: eval \"$(coscheduler completion bash)\" in ~/.bashrc.", "completion bash", "completion fish > ~/.config/fish/completions/coscheduler.fish");
        command.Arguments.Add(shell);
        command.SetAction(parse =>
        {
            parse.InvocationConfiguration.Output.Write(parse.GetValue(shell) switch { "zsh" => Zsh, "fish" => Fish, _ => Bash });
            return ExitCode.Ok;
        });
        return command;
    }
}
