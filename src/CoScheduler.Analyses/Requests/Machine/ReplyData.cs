namespace CoScheduler.Analyses;

/// <summary>The data of replies.</summary>
internal static class ReplyData
{
    public static ReadOnlyMemory<byte> Accepted(RequestRecord request) => JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("analysis", request.Analysis);
        json.WriteString("version", request.Version);
        json.WritePropertyName("parameters");
        json.WriteRawValue(request.Parameters, skipInputValidation: true);
        json.WriteString("role", request.Role);
        json.WriteString("engine", request.Engine);
        json.WriteEndObject();
    });

    public static ReadOnlyMemory<byte> Queued(WaitReason reason) => JsonBytes.Write(json => WaitReasonJson.Write(json, reason));

    public static ReadOnlyMemory<byte> Running(string where) => One("where", where);

    public static ReadOnlyMemory<byte> Failed(RequestError error) => JsonBytes.Write(json => RequestErrorJson.Write(json, error));

    public static ReadOnlyMemory<byte> Cancelled(string by) => One("by", by);

    public static ReadOnlyMemory<byte> Expired(string bound, DateTimeOffset at) => JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("bound", bound);
        json.WriteString("at", Rfc3339.Format(at));
        json.WriteEndObject();
    });

    public static ReadOnlyMemory<byte> Done(RequestRecord request, CompleteInput end, DateTimeOffset now)
    {
        var inside = end.Final;
        return JsonBytes.Write(
            json =>
            {
                json.WriteStartObject();
                if (inside is null)
                {
                    json.WriteNumber("rows", request.Rows);
                }
                else
                {
                    ResultJson.WriteSchema(json, inside.Schema);
                    ResultJson.WriteRows(json, inside.Rows);
                    json.WriteNumber("rowCount", request.Rows);
                }

                json.WriteNumber("waitedMs", Milliseconds((request.RunningAt ?? now) - request.AcceptedAt));
                json.WriteNumber("ranMs", Milliseconds(end.RunTime));
                json.WriteString("resources", end.Resources);
                json.WriteEndObject();
            },
            256 + (int)(inside?.Bytes ?? 0));
    }

    private static ReadOnlyMemory<byte> One(string name, string value) => JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString(name, value);
        json.WriteEndObject();
    });

    private static long Milliseconds(TimeSpan time) => Math.Max(0, (long)time.TotalMilliseconds);
}
