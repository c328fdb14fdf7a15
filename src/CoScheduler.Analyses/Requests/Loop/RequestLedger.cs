using System.Collections.Immutable;

namespace CoScheduler.Analyses;

/// <summary>
/// What the loop does to requests: each operation changes memory, gathers what is to be kept, and says what follows once it is.
/// </summary>
internal sealed class RequestLedger(
    RequestsOptions options,
    IRequestStore store,
    Func<string, RoleLimits?> limits,
    RequestOutput output,
    Action<LiveRequest> run)
{
    private readonly ReplyWriter _replies = new(options.Cluster);
    private readonly RequestMachine _machine = new(new(options.Cluster));

    public RequestsOptions Options => options;

    public RequestBook Book { get; } = new();

    public Agenda Agenda { get; } = new();

    public IRequestStore Store => store;

    public RoleLimits? LimitsOf(string role) => limits(role);

    public RequestRecord? Find(RequestKey key) => Book.Find(key)?.Record ?? store.Find(key);

    public LiveRequest Add(LoopBatch batch, RequestRecord record, RequestPlan plan)
    {
        var transition = _machine.Accept(record);
        var live = new LiveRequest(transition.Request, plan.Analysis, plan.Values);
        Book.Add(batch, live);
        var entries = Entries(transition);
        var file = new AnalysisText(plan.Analysis.Digest, plan.Analysis.File, plan.Analysis.Text);
        batch.Changes.Add(new RequestAdded(transition.Request, file, entries));
        batch.Effects.Add(() => output.Tell(transition.Request, entries));
        RemindOfExpiry(batch, live);
        return live;
    }

    /// <summary>What happens to a request; false if it changes nothing.</summary>
    public bool Step(LoopBatch batch, LiveRequest live, RequestInput input)
    {
        if (_machine.Step(live.Record, input, batch.Now) is not { } transition)
        {
            return false;
        }

        var entries = Entries(transition);
        Book.Set(batch, live, transition.Request);
        batch.Changes.Add(new RequestChanged(transition.Request, entries));
        batch.Effects.Add(() => Settle(live, transition.Request, entries));
        if (input is StartInput)
        {
            RemindOfTimeLimit(batch, live);
        }

        return true;
    }

    public Refused Refuse(LoopBatch batch, IncomingMessage message, bool conflict, RequestError error)
    {
        var topic = message.Origin.Door == "http" ? null : ReplyTopicOf(message);
        if (topic is not null)
        {
            var partition = (message as AnalysisRequest)?.ReplyPartition;
            var structured = (message as AnalysisRequest)?.Structured ?? true;
            var reply = _replies.Refusal(message, conflict, error);
            Say(batch, new(Book.NextSequence(), null, 0, message.Key.Id, topic, topic == options.ReplyTopic ? null : partition, structured, reply));
        }

        return new(message.Key, conflict, error);
    }

    public void Say(LoopBatch batch, OutboxEntry refusal)
    {
        batch.Changes.Add(new MessageRefused(refusal));
        batch.Effects.Add(() => output.Tell([refusal]));
    }

    /// <summary>Sends a request's kept events again, to where its replies go.</summary>
    public void Repeat(LoopBatch batch, RequestRecord record, bool terminalOnly)
    {
        if (record.Route.Topic is null)
        {
            return;
        }

        batch.Changes.Add(new EventsRepeated(record.Number, record.Attempt, terminalOnly));
        batch.Effects.Add(() => output.Tell(
        [
            .. store.Events(record.Number, after: 0)
                .Where(e => e.Attempt == record.Attempt && (e.Event.Terminal || !terminalOnly))
                .Select(e => Entry(record, e.Sequence, e.Event)),
        ]));
    }

    /// <summary>Keeps a cancel until its request comes.</summary>
    public void Remember(LoopBatch batch, CancelRequest cancel, string by)
    {
        var error = new RequestError("unknown_request", $"No request '{cancel.Key.Id}' of source '{cancel.Key.Source}' came within {DurationText.Format(options.CancelMemory)}; check both.");
        var refusal = cancel.Origin.Door == "http"
            ? null
            : new OutboxEntry(Book.NextSequence(), null, 0, cancel.Key.Id, options.ReplyTopic, null, true, _replies.Refusal(cancel, false, error));
        var remembered = new RememberedCancel(cancel.Key, by, batch.Now, refusal);
        Book.Remember(batch, remembered);
        batch.Changes.Add(new CancelRemembered(remembered));
        batch.Effects.Add(() => Agenda.Add(remembered.At + options.CancelMemory, new CancelDue(remembered)));
    }

    public void ForgetCancel(LoopBatch batch, RememberedCancel cancel)
    {
        Book.ForgetCancel(batch, cancel);
        batch.Changes.Add(new CancelForgotten(cancel.Key));
    }

    /// <summary>Hands requests to their engines while their roles may run more, and tells the others why they wait.</summary>
    public void DispatchReady(LoopBatch batch)
    {
        foreach (var role in Book.TakeTouched().Where(role => role.Waiting.Count > 0))
        {
            var most = limits(role.Role)?.MaxRunning ?? int.MaxValue;
            while (role.Dispatched < most && role.Waiting.Min is { } live)
            {
                Book.Dispatch(batch, role, live);
                batch.Effects.Add(() => run(live));
            }

            var ahead = 0;
            foreach (var live in role.Waiting.ToArray())
            {
                if (live.Record.State is RequestState.Accepted)
                {
                    Step(batch, live, new WaitInput(MaxRunning(role, most, ahead)));
                }

                ahead++;
            }
        }
    }

    /// <summary>Takes up a run from before a restart, whatever its role may run now.</summary>
    public void Resume(LoopBatch batch, LiveRequest live)
    {
        Book.DispatchAnew(batch, live.Record.Role);
        batch.Effects.Add(() => run(live));
    }

    public void RemindOfExpiry(LoopBatch batch, LiveRequest live)
    {
        if (live.Record.Deadline is { } deadline)
        {
            batch.Effects.Add(() => Agenda.Add(deadline, new ExpiryDue(live)));
        }
    }

    /// <summary>Engines end what runs for too long; this ends what an engine doesn't. It counts anew when a run is taken up after a restart.</summary>
    public void RemindOfTimeLimit(LoopBatch batch, LiveRequest live)
    {
        var attempt = live.Record.Attempt;
        var due = batch.Now + live.Analysis!.Limits.Time + options.TimeLimitGrace;
        batch.Effects.Add(() => Agenda.Add(due, new TimeLimitDue(live, attempt)));
    }

    private string? ReplyTopicOf(IncomingMessage message) =>
        message is AnalysisRequest { ReplyTo: { } topic } && !options.IsOurTopic(topic) && options.ReplyGlobs(message.Origin.Topic).Any(glob => Glob.Matches(glob, topic))
            ? topic
            : options.ReplyTopic;

    private void Settle(LiveRequest live, RequestRecord record, ImmutableArray<OutboxEntry> entries)
    {
        if (record.Ended)
        {
            Book.Forget(live);
            // Whoever listens to it interrupts an engine, for which the loop does not wait.
            _ = live.Interrupt.CancelAsync();
        }

        output.Tell(record, entries);
    }

    private ImmutableArray<OutboxEntry> Entries(Transition transition) =>
        [.. transition.Events.Select(e => Entry(transition.Request, Book.NextSequence(), e))];

    private static OutboxEntry Entry(RequestRecord record, long sequence, ReplyEvent reply) =>
        new(sequence, record.Number, record.Attempt, record.Key.Id, record.Route.Topic, record.Route.Partition, record.Route.Structured, reply);

    private static WaitReason MaxRunning(RoleQueue role, int most, int ahead) => new(
        "max_running",
        $"Role {role.Role} runs {role.Dispatched} requests and may run {most}; {ahead} are ahead.",
        ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal).Add("running", role.Dispatched).Add("maxRunning", most).Add("ahead", ahead));
}
