using CoScheduler.Pool;
using CoScheduler.Server.Quota;
using CoScheduler.Tests.Master;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CoScheduler.Tests.Server.Quota;

public sealed class QuotaFileWatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("quota.yaml");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Check_FileThatIsEdited_RaisesAndEndsTheAlarm()
    {
        await using var test = await TestMaster.StartAsync(new MemoryJournal());
        Write("roles: {default: {}}");
        using var watch = new QuotaFileWatch(File, test.Master, TimeProvider.System, NullLogger<QuotaFileWatch>.Instance);
        Assert.Equal((QuotaFileCondition.Same, null), (watch.Check().State, watch.Check().Message));

        Write("roles: {default: {wieght: 2, weight: x}}");
        Assert.Equal(2, watch.Check().Errors.Length);
        Assert.Equal(QuotaFileCondition.Invalid, watch.Check().State);
        Assert.Equal(["default"], test.Master.Snapshot.Roles.Keys);

        Write("roles: {default: {weight: 2}, more: {}}");
        var differs = watch.Check();
        Assert.Equal(QuotaFileCondition.Differs, differs.State);
        Assert.Contains("default, more (added); `coscheduler quota diff", differs.Message, StringComparison.Ordinal);

        await test.SubmitAsync(new SetQuota(QuotaFile.Parse("roles: {default: {weight: 2}, more: {}}").Tree!));
        Assert.Equal(QuotaFileCondition.Same, watch.Check().State);

        System.IO.File.Delete(File);
        Assert.Equal(QuotaFileCondition.Unreadable, watch.Check().State);
    }

    private void Write(string text) => System.IO.File.WriteAllText(File, text);
}
