using Apache.Arrow;

namespace CoScheduler.Spark.Results;

/// <summary>Where the elements of each list are among those of all lists.</summary>
internal static class ListOffsets
{
    public static (int Start, int Length) Of(ListArray lists, int index) => (lists.ValueOffsets[index], lists.GetValueLength(index));

    public static (int Start, int Length) Of(LargeListArray lists, int index) =>
        (checked((int)lists.ValueOffsets[index]), lists.GetValueLength(index));
}
