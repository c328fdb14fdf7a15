using CoScheduler.Triggers.Kafka;
using Xunit;

namespace CoScheduler.Tests.Triggers.Kafka.Connection;

public sealed class KafkaConfigFileTests
{
    [Fact]
    public void Parse_GoodFile_FillsSecretsIn()
    {
        var config = KafkaConfigFile.Parse(
            """
            # how we log in
            security.protocol = SASL_SSL

            sasl.mechanism=SCRAM-SHA-512
            sasl.username=shop
            sasl.password=a${env:PASSWORD}=z
            """,
            static name => name == "PASSWORD" ? "s3cret" : null);

        Assert.Empty(config.Errors);
        Assert.Equal(
            ["sasl.mechanism=SCRAM-SHA-512", "sasl.password=as3cret=z", "sasl.username=shop", "security.protocol=SASL_SSL"],
            config.Properties.Select(static pair => $"{pair.Key}={pair.Value}"));
    }

    [Fact]
    public void Parse_BadFile_GivesEveryErrorWithItsLine()
    {
        var config = KafkaConfigFile.Parse(
            """
            no equals sign
            =value
            bootstrap.servers=x:1
            enable.auto.commit=true
            client.id=a
            client.id=b
            sasl.password=${env:NOT_SET}
            no.such.property=1
            security.protocol=hush-hush
            """,
            static _ => null);

        Assert.Equal(
            [
                "1 not_a_property", "2 not_a_property", "3 owned", "4 owned", "6 repeated", "7 unset_variable", "8 unknown_property", "9 invalid_value",
            ],
            config.Errors.Select(static error => $"{error.Line} {error.Code}"));
        Assert.DoesNotContain(config.Errors, static error => error.Detail.Contains("hush-hush", StringComparison.Ordinal));
    }
}
