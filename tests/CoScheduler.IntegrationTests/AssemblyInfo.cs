using Xunit;

// Brokers, JVMs and servers, each with its own limits of time: one test at a time on the machine.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
