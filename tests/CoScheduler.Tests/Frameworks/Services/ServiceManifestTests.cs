using CoScheduler.Frameworks.Services;
using CoScheduler.Pool;
using Xunit;

namespace CoScheduler.Tests.Frameworks.Services;

public sealed class ServiceManifestTests
{
    private const string Site = """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: site
          labels: {coscheduler.io/role: site/web}
        spec:
          replicas: 3
          selector: {matchLabels: {app: site}}
          template:
            metadata: {labels: {app: site}}
            spec:
              terminationGracePeriodSeconds: 5
              nodeSelector: {zone: a}
              containers:
              - name: web
                image: example/site:1
                command: [serve, --port, $(PORT)]
                args: ["--greeting", "$(GREETING)"]
                env:
                - {name: GREETING, value: hello}
                - name: COUNT
                  value: 3
                ports:
                - name: http
                - {name: metrics, containerPort: 0}
                resources:
                  requests: {cpu: 500m, memory: 256Mi}
                  limits: {cpu: "2", memory: 1Gi}
        """;

    [Fact]
    public void Read_Deployment_GivesTheService()
    {
        var reading = Read(Site);

        Assert.Empty(reading.Errors);
        var (name, replicas, template) = Assert.Single(reading.Services);
        Assert.Equal(("site", 3), (name, replicas));
        Assert.Equal(new RoleName("site/web"), template.Role);
        Assert.Equal(["serve", "--port", "$(PORT)", "--greeting", "$(GREETING)"], template.Command);
        Assert.Equal([new ReplicaVariable("GREETING", "hello"), new ReplicaVariable("COUNT", "3")], template.Environment);
        Assert.Equal([new ReplicaPort("http", 0), new ReplicaPort("metrics", 0)], template.Ports);
        Assert.Equal(ResourceVector.Parse("cpus:0.5,mem:256Mi"), template.Resources);
        Assert.Equal(5000, template.GraceMilliseconds);
        Assert.Equal("a", template.NodeSelector["zone"]);
        var warning = Assert.Single(reading.Warnings);
        Assert.Equal((16, 16, "ignored"), (warning.Line, warning.Column, warning.Code));
        Assert.Contains("example/site:1", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_PodWithLittle_GivesOneReplicaWithDefaults()
    {
        var reading = Read("""
            apiVersion: v1
            kind: Pod
            metadata: {name: one}
            spec:
              containers:
              - command: [sleep, "60"]
                resources: {limits: {memory: 1048576}}
            """);

        Assert.Empty(reading.Errors);
        var service = Assert.Single(reading.Services);
        Assert.Equal(1, service.Replicas);
        Assert.Equal(new RoleName("default"), service.Template.Role);
        Assert.Equal(ResourceVector.Parse("cpus:0.1,mem:1Mi"), service.Template.Resources);
        Assert.Equal("defaulted", Assert.Single(reading.Warnings).Code);
    }

    [Fact]
    public void Read_Json_IsRead() => Assert.Empty(Read(
        """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"one"},"spec":{"containers":[{"command":["true"]}]}}""").Errors);

    [Fact]
    public void Read_ManyFaults_FindsThemAllWithTheirPlaces()
    {
        var reading = Read("""
            apiVersion: v1
            kind: Deployment
            metadata:
              name: Site_1
              labels: {coscheduler.io/role: nobody}
            spec:
              replica: 2
              replicas: many
              template:
                spec:
                  volumes: []
                  restartPolicy: Never
                  containers:
                  - name: a
                    env:
                    - {name: 1A, value: x}
                    - {name: B, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                    ports:
                    - {containerPort: 70000}
                    resources: {requests: {cpu: lots, memory: 1Gi}}
                    workingDir: here
                  - name: b
                    command: [x]
            """);

        Assert.Empty(reading.Services);
        Assert.Equal(
            [
                "1:13 apiVersion invalid",
                "4:9 metadata.name invalid",
                "5:11 metadata.labels unknown_role",
                "7:3 spec.replica unknown_field",
                "8:13 spec.replicas invalid",
                "11:7 spec.template.spec.volumes unsupported",
                "12:22 spec.template.spec.restartPolicy unsupported",
                "14:9 spec.template.spec.containers[0].command required",
                "16:18 spec.template.spec.containers[0].env[0].name invalid",
                "17:21 spec.template.spec.containers[0].env[1].valueFrom unsupported",
                "19:27 spec.template.spec.containers[0].ports[0].containerPort invalid",
                "20:20 spec.template.spec.containers[0].resources.requests.cpu invalid",
                "21:21 spec.template.spec.containers[0].workingDir invalid",
                "22:9 spec.template.spec.containers[1] unsupported",
            ],
            reading.Errors.OrderBy(fault => fault.Line).ThenBy(fault => fault.Column).Select(fault => $"{fault.Line}:{fault.Column} {fault.Path} {fault.Code}"));
        Assert.Contains("did you mean replicas?", reading.Errors.Single(fault => fault.Code == "unknown_field").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "required")]
    [InlineData("a: [1", "syntax")]
    [InlineData("- 1", "invalid")]
    [InlineData("kind: Service\napiVersion: v1", "unsupported")]
    [InlineData("kind: Pod\napiVersion: v1\nkind: Pod", "syntax")]
    public void Read_NoManifest_SaysSo(string text, string code)
    {
        var reading = Read(text);

        Assert.Contains(reading.Errors, fault => fault.Code == code);
        Assert.All(reading.Errors, fault => Assert.True(fault.Line >= 1 && fault.Column >= 1));
    }

    [Fact]
    public void Read_SeveralDocuments_GivesEachAndRefusesEqualNames()
    {
        var second = Site.Replace("name: site\n", "name: other\n", StringComparison.Ordinal);

        Assert.Equal(["site", "other"], Read($"{Site}\n---\n{second}").Services.Select(service => service.Name));
        Assert.Contains(Read($"{Site}\n---\n{Site}").Errors, fault => fault.Path == "metadata.name");
    }

    [Fact]
    public void Read_SelectorThatDoesNotMatch_IsAnError() =>
        Assert.Equal("spec.selector", Assert.Single(Read(Site.Replace("{labels: {app: site}}", "{labels: {app: other}}", StringComparison.Ordinal)).Errors).Path);

    [Fact]
    public void Read_FixedPortAndSeveralReplicas_Warns() =>
        Assert.Contains(Read(Site.Replace("containerPort: 0", "containerPort: 8080", StringComparison.Ordinal)).Warnings, fault => fault.Message.Contains("8080", StringComparison.Ordinal));

    private static ManifestReading Read(string text) =>
        ServiceManifest.Read(text, new RoleName("default"), role => role.Value is "default" or "site" or "site/web");
}
