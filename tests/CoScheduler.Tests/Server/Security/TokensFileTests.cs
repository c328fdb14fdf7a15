using System.Security.Cryptography;
using System.Text;
using CoScheduler.Server.Security;
using Xunit;

namespace CoScheduler.Tests.Server.Security;

public sealed class TokensFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Find_KnownToken_IsItsPrincipal()
    {
        var file = Good($"- {{name: ci, sha256: {Digest("secret")}, roles: [analytics], verbs: [read, request]}}");
        var principal = file.Find("secret");
        Assert.Equal("ci", principal?.Name);
        Assert.Equal([Verb.Read, Verb.Request], principal!.Verbs.Order());
        Assert.True(principal.IsIn("analytics/realtime"));
        Assert.False(principal.IsIn("analyticsx"));
        Assert.False(principal.IsIn("site"));
        Assert.Null(file.Find("Secret"));
        Assert.Null(file.Find(""));
        Assert.Null(file.Find(Digest("secret")));
    }

    [Fact]
    public void IsIn_NoRoles_IsInAll() => Assert.True(Good($"- {{name: ci, sha256: {Digest("x")}, verbs: [read]}}").Find("x")!.IsIn("site"));

    [Fact]
    public void Read_ManyFaults_NamesAllWithTheirLines()
    {
        var faults = Bad($"- {{name: a, sha256: zz, verbs: [raed]}}\n- {{sha256: {Digest("x")}, verbs: [read], role: [b]}}\n- c\n");
        Assert.Equal(5, faults.Count);
        Assert.All(faults.Take(2), f => Assert.Contains(":1:", f, StringComparison.Ordinal));
        Assert.Contains(faults, f => f.Contains("did you mean 'read'?", StringComparison.Ordinal));
        Assert.Contains(faults, f => f.Contains("did you mean 'roles'?", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_RolesThatAreNoList_DoNotBecomeAllRoles() => Assert.Single(Bad($"- {{name: a, sha256: {Digest("x")}, verbs: [read], roles: site}}"));

    [Fact]
    public void Read_TheSameTokenTwice_IsAFault() =>
        Assert.Contains("a and b", Assert.Single(Bad($"- {{name: a, sha256: {Digest("x")}, verbs: [read]}}\n- {{name: b, sha256: {Digest("x")}, verbs: [operate]}}")), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("name: a")]
    [InlineData("- [")]
    public void Read_WhatIsNoList_IsAFault(string text) => Assert.Single(Bad(text));

    private static string Digest(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private TokensFile Good(string text)
    {
        var (file, faults) = Read(text);
        Assert.Empty(faults);
        return file!;
    }

    private List<string> Bad(string text)
    {
        var (file, faults) = Read(text);
        Assert.Null(file);
        return [.. faults.Select(f => f.ToString())];
    }

    private (TokensFile? File, IReadOnlyList<CoScheduler.Server.Options.OptionFault> Faults) Read(string text)
    {
        File.WriteAllText(_folder.File("tokens.yaml"), text);
        return TokensFile.Read(_folder.File("tokens.yaml"));
    }
}
