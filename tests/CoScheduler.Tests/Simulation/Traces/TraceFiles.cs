namespace CoScheduler.Tests.Simulation.Traces;

/// <summary>A small trace in the form of Alibaba's cluster-trace-gpu-v2023.</summary>
internal sealed class TraceFiles : IDisposable
{
    private const string NodeHeader = "sn,cpu_milli,memory_mib,gpu,model";
    private const string PodHeader = "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time";

    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.Path;

    public static TraceFiles Small() => new TraceFiles()
        .Nodes("n1,12000,32768,2,T4", "n2,8000,16384,0,")
        .Pods(
            "web-1,4000,8192,0,0,,LS,Running,0,1000,0",
            "web-2,4000,8192,0,0,,LS,Running,100,1000,100.0",
            "train-1,1000,1024,1,500,T4,BE,Succeeded,200,400,210",
            "train-2,1000,1024,1,500,,BE,Failed,230,400,240",
            "train-3,1000,1024,1,500,,BE,Succeeded,290,400,",
            "other-1,1000,1024,0,0,,BE,Succeeded,900,950,900",
            "burst-1,2000,1024,0,0,,Burstable,Succeeded,300,350,300",
            "sure-1,1000,1024,0,0,,Guaranteed,Succeeded,300,350,300");

    public TraceFiles Nodes(params string[] rows) => Write("openb_node_list.csv", NodeHeader, rows);

    public TraceFiles Pods(params string[] rows) => Write("openb_pod_list.csv", PodHeader, rows);

    public TraceFiles Write(string file, string header, params string[] rows)
    {
        File.WriteAllLines(_folder.File(file), rows.Prepend(header));
        return this;
    }

    public void Dispose() => _folder.Dispose();
}
