using System.Threading.Channels;
using CoScheduler.Master;
using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Services;

/// <summary>Sends commands one after the other, so that a demand's versions arrive in their order.</summary>
internal sealed class CommandSender(IPoolMaster master, Action<Command, Refusal> refused)
{
    private readonly Channel<Command> _commands = Channel.CreateUnbounded<Command>(new UnboundedChannelOptions { SingleReader = true });
    private Task _sending = Task.CompletedTask;

    public void Start() => _sending = Task.Run(SendAllAsync);

    public void Send(Command command) => _commands.Writer.TryWrite(command);

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _commands.Writer.TryComplete();
        return _sending.WaitAsync(cancellationToken);
    }

    private async Task SendAllAsync()
    {
        await foreach (var command in _commands.Reader.ReadAllAsync())
        {
            if (await master.SubmitAsync(command) is { } refusal)
            {
                refused(command, refusal);
            }
        }
    }
}
