using System.Threading.Channels;
using CoScheduler.Pool;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Master.Dispatch;

/// <summary>
/// The way to an agent from one <see cref="AgentUp"/> to the next: its orders, in order. An order that the agent can't be
/// reached for is given again until it comes back, when the link is replaced and everything is ordered anew from the state.
/// </summary>
internal sealed class AgentLink : IDisposable
{
    private readonly Channel<SubstrateEffect> _orders =
        Channel.CreateUnbounded<SubstrateEffect>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private readonly CancellationTokenSource _cut = new();
    private readonly OrderExecution _execution;
    private readonly TimeSpan _retryDelay;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _work;

    public AgentLink(ISubstrate substrate, AgentId agent, OrderExecution execution, AgentLink? before, TimeSpan retryDelay, TimeProvider time, ILogger logger)
    {
        Substrate = substrate;
        Agent = agent;
        _execution = execution;
        _retryDelay = retryDelay;
        _time = time;
        _logger = logger;
        _work = Task.Run(() => WorkAsync(before?._work ?? Task.CompletedTask));
    }

    public ISubstrate Substrate { get; }

    public AgentId Agent { get; }

    public Task Ended => _work;

    public void Post(SubstrateEffect order) => _orders.Writer.TryWrite(order);

    /// <summary>Drops what was not ordered yet: the state tells it again.</summary>
    public void Cut()
    {
        _orders.Writer.TryComplete();
        _cut.Cancel();
    }

    public void Dispose() => _cut.Dispose();

    private async Task WorkAsync(Task before)
    {
        await before;
        try
        {
            await foreach (var order in _orders.Reader.ReadAllAsync(_cut.Token))
            {
                await CarryOutAsync(order);
            }
        }
        catch (OperationCanceledException) when (_cut.IsCancellationRequested)
        {
            Log.LinkCut(_logger, Agent);
        }
    }

    private async Task CarryOutAsync(SubstrateEffect order)
    {
        while (true)
        {
            try
            {
                await _execution.RunAsync(Substrate, order, _cut.Token);
                return;
            }
            catch (AgentUnreachableException exception)
            {
                Log.AgentUnreachable(_logger, Agent, order.GetType().Name, order.Task, exception);
                await Task.Delay(_retryDelay, _time, _cut.Token);
            }
        }
    }
}
