using System.Text;
using Confluent.Kafka;

namespace CoScheduler.Tests.Triggers.Kafka;

/// <summary>Messages as apps send them.</summary>
internal static class Messages
{
    public const string Topic = "coscheduler.requests";

    public static Message<byte[], byte[]?> Structured(string json, params (string Name, byte[] Value)[] headers) =>
        New(Encoding.UTF8.GetBytes(json), [("content-type", Bytes("application/cloudevents+json")), .. headers]);

    public static Message<byte[], byte[]?> Binary(string? data, params (string Name, string Value)[] attributes) =>
        New(data is null ? null : Bytes(data), [.. attributes.Select(static a => ("ce_" + a.Name, Bytes(a.Value)))]);

    public static Message<byte[], byte[]?> Request(string id, string extra = "") =>
        Structured($$$"""{"specversion":"1.0","type":"coscheduler.analysis.request","source":"/shop","id":"{{{id}}}","subject":"coupons"{{{extra}}},"data":{"customer":7}}""");

    public static Message<byte[], byte[]?> New(byte[]? value, params (string Name, byte[] Value)[] headers)
    {
        var all = new Headers();
        foreach (var (name, bytes) in headers)
        {
            all.Add(name, bytes);
        }

        return new() { Value = value, Headers = all };
    }

    public static ConsumeResult<byte[], byte[]?> At(Message<byte[], byte[]?> message, long offset = 5) => new()
    {
        Topic = Topic,
        Partition = 2,
        Offset = offset,
        Message = message,
    };

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string? Header(Message<byte[], byte[]?> message, string name) =>
        message.Headers.TryGetLastBytes(name, out var bytes) ? Encoding.UTF8.GetString(bytes) : null;
}
