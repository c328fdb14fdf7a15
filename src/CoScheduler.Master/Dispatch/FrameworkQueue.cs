using System.Threading.Channels;
using CoScheduler.Pool;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Master.Dispatch;

/// <summary>A framework's effects, in order, on a reader of its own, so that a slow framework stops nobody else.</summary>
internal sealed class FrameworkQueue(IFramework framework, ILogger logger)
{
    private readonly Channel<FrameworkEffect> _effects =
        Channel.CreateUnbounded<FrameworkEffect>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private Task _delivery = Task.CompletedTask;

    public IFramework Framework => framework;

    public void Post(FrameworkEffect effect) => _effects.Writer.TryWrite(effect);

    public void BeginDelivery() => _delivery = Task.Run(DeliverAsync);

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _effects.Writer.TryComplete();
        await _delivery.WaitAsync(cancellationToken);
        await framework.StopAsync(cancellationToken);
    }

    private async Task DeliverAsync()
    {
        await foreach (var effect in _effects.Reader.ReadAllAsync())
        {
            Deliver(effect);
        }
    }

    /// <summary>A framework that fails on one effect still gets the next: its neighbours' and its own tasks depend on it.</summary>
    private void Deliver(FrameworkEffect effect)
    {
        try
        {
            framework.Receive(effect);
        }
        catch (Exception exception)
        {
            Log.FrameworkFailed(logger, framework.Id, effect.GetType().Name, exception);
        }
    }
}
