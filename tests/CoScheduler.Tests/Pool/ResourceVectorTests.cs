using CoScheduler.Pool;
using Xunit;

namespace CoScheduler.Tests.Pool;

public sealed class ResourceVectorTests
{
    [Theory]
    [InlineData("cpus:2.5,mem:4Gi,ports:31000-31099,licences:3", "cpus:2.5,licences:3,mem:4Gi,ports:31000-31099")]
    [InlineData("cpus(*):2;mem(*):1024Mi;ports(*):[31000-31009, 32000-32000]", "cpus:2,mem:1Gi,ports:[31000-31009,32000-32000]")]
    [InlineData("{cpu: 2500m, memory: 4Gi, nvidia.com/gpu: 1}", "cpus:2.5,gpus:1,mem:4Gi")]
    [InlineData("mem:1500B", "mem:1500B")]
    [InlineData("mem:1.5Gi", "mem:1536Mi")]
    [InlineData("mem:129e6", "mem:129000000B")]
    [InlineData("mem:0,cpus:0", "cpus:0,mem:0")]
    [InlineData("disk:1G", "disk:1000000000B")]
    [InlineData("cpus:unlimited", "cpus:unlimited")]
    [InlineData("ports:2", "ports:2")]
    [InlineData(" ", "")]
    public void Parse_AnyForm_WritesTheCanonicalOne(string text, string canonical)
    {
        var vector = ResourceVector.Parse(text);

        Assert.Equal(canonical, vector.ToString());
        Assert.Equal(vector, ResourceVector.Parse(canonical));
    }

    [Theory]
    [InlineData("mem:1024", "mem:1024 has no unit; write mem:1024Mi or mem:1024Gi (mem:1024B for bytes).")]
    [InlineData("cpus:-1", "cpus:-1 is negative; write an amount of 0 or more.")]
    [InlineData("cpus:0.0001", "cpus:0.0001 is finer than the smallest unit; write whole thousandths.")]
    [InlineData("mem:0.3B", "mem:0.3B is finer than the smallest unit; write whole bytes.")]
    [InlineData("licences:0.5", "licences:0.5 is finer than the smallest unit; write whole units.")]
    [InlineData("a2345678901234567890123456789012345678901234567890123456789012345:1", "'a234567890123456789012345678901234567890…' is no name of a resource; use letters, digits, '.', '_', '-' and '/', at most 64.")]
    [InlineData("mem:99999999Ti", "mem:99999999Ti is too large; write less than 9223372036854775807 of the smallest unit, or unlimited.")]
    [InlineData("cpus", "'cpus' has no amount; write NAME:AMOUNT, for example cpus:2.")]
    [InlineData("cpus:two", "'two' is no amount of cpus; write for example cpus:2.5 or cpus:2500m.")]
    [InlineData("cpus:1,cpu:2", "cpus is given twice; give it once.")]
    [InlineData("cpus(spark):2", "'cpus(spark)' is reserved for a role; write cpus without the brackets and give the role a guarantee.")]
    [InlineData("ports:5-1", "'5-1' is no range of ports; write ports:31000-31099, or ports:2 for any two.")]
    [InlineData("ports:0-70000", "'0-70000' is no range of ports; write ports:31000-31099, or ports:2 for any two.")]
    [InlineData("cpus:1,,mem:1Gi", "An amount is missing; write NAME:AMOUNT, separated by single commas.")]
    [InlineData("a b:1", "'a b' is no name of a resource; use letters, digits, '.', '_', '-' and '/', at most 64.")]
    public void TryParse_Faulty_SaysWhatToWrite(string text, string error)
    {
        Assert.False(ResourceVector.TryParse(text, out var vector, out var said));

        Assert.Equal(error, said);
        Assert.Same(ResourceVector.Empty, vector);
    }

    [Fact]
    public void Parse_TheLongestName_IsTaken() => Assert.Equal(1, ResourceVector.Parse(new string('a', 64) + ":1")[new string('a', 64)]);

    [Fact]
    public void Plus_BeyondTheLargest_Saturates()
    {
        var almost = ResourceVector.Empty.With("cpus", long.MaxValue - 1);

        Assert.Equal(ResourceVector.Unlimited, almost.Plus(almost)["cpus"]);
        Assert.Equal(ResourceVector.Unlimited, almost.Times(3)["cpus"]);
        Assert.Equal(ResourceVector.Unlimited, almost.Plus(almost).Minus(almost)["cpus"]);
    }

    [Fact]
    public void Minus_MoreThanThereIs_LeavesNothing() =>
        Assert.Equal("mem:1Gi", ResourceVector.Parse("cpus:1,mem:2Gi").Minus(ResourceVector.Parse("cpus:2,mem:1Gi")).ToString());

    [Fact]
    public void Ports_TakenByNumber_AreTheLowestFree()
    {
        var free = ResourceVector.Parse("cpus:4,ports:[31000-31001,32000-32009]");

        var taken = ResourceVector.Parse("cpus:1,ports:3").Resolve(free);

        Assert.Equal("cpus:1,ports:[31000-31001,32000-32000]", taken.ToString());
        Assert.Equal("cpus:3,ports:32001-32009", free.Minus(taken).ToString());
        Assert.Equal(free, free.Minus(taken).Plus(taken));
    }

    [Fact]
    public void FitsIn_NamedPorts_WantsThosePorts()
    {
        var free = ResourceVector.Parse("ports:31000-31009");

        Assert.True(ResourceVector.Parse("ports:31005-31006").FitsIn(free));
        Assert.False(ResourceVector.Parse("ports:31009-31010").FitsIn(free));
        Assert.True(ResourceVector.Parse("ports:10").FitsIn(free));
        Assert.False(ResourceVector.Parse("ports:11").FitsIn(free));
        Assert.True(ResourceVector.Parse("ports:8080-8081").Counted().FitsIn(ResourceVector.Parse("ports:2")));
    }

    [Fact]
    public void StaysWithin_BoundThatNamesNothingOfIt_Holds()
    {
        Assert.True(ResourceVector.Parse("mem:9Gi").StaysWithin(ResourceVector.Parse("cpus:1")));
        Assert.False(ResourceVector.Parse("gpus:1").StaysWithin(ResourceVector.Parse("gpus:0")));
    }

    [Fact]
    public void TimesFitting_SeveralResources_TheScarcestDecides() =>
        Assert.Equal(2, ResourceVector.Parse("cpus:8,mem:5Gi").TimesFitting(ResourceVector.Parse("cpus:1,mem:2Gi")));
}
